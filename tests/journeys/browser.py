"""A browser that keeps watch: whatever somebody visits must be accessible, quiet and nobody else's business."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Self

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Frame,
    Locator,
    Page,
    Request,
    Response,
    expect,
)
from pytest_playwright_axe.axe import MIN_AXE_PATH

from .product import Product

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
# What only happens on a phone, or looks the same on a desk but smaller, is done there alone.
ON_A_PHONE = pytest.mark.parametrize("screen_name", ["phone"], indirect=True, scope="session")
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
NARROW = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}
HOME = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam", "reduced_motion": "reduce"}

PATIENCE = 20_000

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Faults in Wagtail's interface that we can't mend from outside: rule and place, with the reason.
WAGTAILS_OWN = {
    # Wagtail calls the link to its home "Dashboard", whatever name is written in it.
    ("label-content-name-mismatch", ".sidebar-custom-branding"),
    # Below the fields of a user, Wagtail's link to the roles is a tab outside the row of tabs.
    ("aria-required-parent", ".w-w-fit"),
}
AXE = MIN_AXE_PATH.read_text()
RUN_AXE = "options => axe.run(document, options).then(result => result.violations)"
REPORT_CSP = """addEventListener("securitypolicyviolation", event =>
    console.error(`CSP stopped ${event.blockedURI} (${event.effectiveDirective})`))"""
# What still fades in has other colours than what people read.
STILLNESS = """async () => {
    const moving = () => document.getAnimations().filter(each => each.effect?.getComputedTiming().endTime < Infinity);
    for (let calm = 0; calm < 2; calm++) {
        await new Promise(next => setTimeout(next, 50));
        if (moving().some(each => each.playState === "running")) calm = -1;
    }
}"""
# A phone glides to the field that one types in; people wait for that to end.
REST = """async element => {
    const top = () => element.getBoundingClientRect().top;
    for (let before; before !== top(); await new Promise(next => setTimeout(next, 100))) before = top();
}"""
OVERFLOW = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@dataclass
class Watch:
    """What went wrong, and which pages were seen but not examined."""

    product: Product
    problems: list[str] = field(default_factory=list)
    visited: dict[str, None] = field(default_factory=dict)
    examined: set[str] = field(default_factory=set)

    def begin(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_CSP)
        context.on("request", self.request)
        context.on("response", self.response)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.problems.append(f"{error.page.url}: {error.error}"))
        context.on("page", lambda page: page.on("framenavigated", self.navigated))

    def request(self, request: Request) -> None:
        if not request.url.startswith((self.product.url + "/", "data:", "blob:")):
            self.problems.append(f"{request.url} was asked of another host")

    def response(self, response: Response) -> None:
        """Refusing a page is an answer; refusing a part of one is a fault."""
        request = response.request
        is_page = request.is_navigation_request() or is_autosave(request)
        if response.status >= (500 if is_page else 400):
            self.problems.append(f"{response.url} answered {response.status}")

    def console(self, message: ConsoleMessage) -> None:
        """A page that is refused on purpose is reported by Chromium as an error at its own address."""
        is_refusal = (
            message.text.startswith("Failed to load resource") and message.location["url"] == message.page.url
        )
        if message.type in {"error", "warning"} and not is_refusal:
            self.problems.append(f"{message.page.url} said: {message.text} ({message.location['url']})")

    def navigated(self, frame: Frame) -> None:
        if frame.parent_frame is None and frame.url.startswith(self.product.url):
            self.visited[full_url(frame.url)] = None

    def end(self, *, all_examined: bool) -> None:
        unseen = [
            f"{url} was not examined" for url in self.visited if all_examined and url not in self.examined
        ]
        found = [*dict.fromkeys(self.problems), *unseen]
        assert not found, "\n".join(found)


def is_autosave(request: Request) -> bool:
    """Wagtail's editor offers what is typed so far by itself, and hears what is missing yet."""
    return request.method == "POST" and "/cms/pages/" in request.url and request.url == request.frame.url


def full_url(url: str) -> str:
    return url.partition("#")[0]


@dataclass
class Visitor:
    """Somebody with a browser of their own."""

    page: Page
    context: BrowserContext
    product: Product
    watch: Watch
    has_script: bool = True
    clicks: int = 0

    def new_tab(self) -> Self:
        """Another page of the same browser; what it does is watched as well."""
        return replace(self, page=self.context.new_page())

    def go(self, path: str, status: int = 200) -> Page:
        url = path if path.startswith("http") else self.product.at(path)
        answer = self.page.goto(url)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        self.examine()
        return self.page

    def click(self, target: str | Locator) -> None:
        """Something on the page itself."""
        self.clicks += 1
        element = self._find(target)
        if self.has_script:
            element.scroll_into_view_if_needed()
            element.evaluate(REST)
        element.click()

    def follow(self, target: str | Locator) -> None:
        """A link or a button that leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            self.click(target)
        self.examine()

    def fill(self, fields: dict[str, str]) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name='{name}']").fill(value)

    def see(self, *words: str) -> None:
        for text in words:
            expect(self.page.locator("body")).to_contain_text(text)

    def examine(self) -> None:
        """The page that is shown now can be read by everybody."""
        if not self.has_script:
            return
        self.page.wait_for_load_state()
        self.page.evaluate(STILLNESS)
        found = [*axe_findings(self.page), *shape_findings(self.page)]
        self.watch.examined.add(full_url(self.page.url))
        assert not found, "\n".join([self.page.url, *found])

    def _find(self, target: str | Locator) -> Locator:
        return self.page.locator(target) if isinstance(target, str) else target


def axe_findings(page: Page) -> Iterator[str]:
    page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    for violation in page.evaluate(RUN_AXE, options):
        for node in violation["nodes"]:
            place = " ".join(map(str, node["target"]))
            if (violation["id"], place) not in WAGTAILS_OWN:
                yield f"{violation['id']}: {place} · {node['failureSummary']}"


def shape_findings(page: Page) -> Iterator[str]:
    if (overflow := page.evaluate(OVERFLOW)) > 0:
        yield f"scrolls {overflow} pixels sideways"
    if not page.title().strip():
        yield "has no title"


@contextmanager
def visiting(browser: Browser, product: Product, screen: dict[str, Any], **options: Any) -> Iterator[Visitor]:
    """Their visit; when it ends well, all of it was sound."""
    context = browser.new_context(**HOME, **screen, **options)
    context.set_default_timeout(PATIENCE)
    watch = Watch(product)
    watch.begin(context)
    has_script = options.get("java_script_enabled", True)
    try:
        yield Visitor(context.new_page(), context, product, watch, has_script)
        watch.end(all_examined=has_script)
    finally:
        context.close()
