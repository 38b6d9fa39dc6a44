"""A browser that keeps watch: whatever somebody visits must be accessible, quiet and nobody else's business."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Frame, Page, Request, Response
from pytest_playwright_axe.axe import MIN_AXE_PATH

from .product import Product

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
NARROW = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}
HOME = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam", "reduced_motion": "reduce"}

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = MIN_AXE_PATH.read_text()
RUN_AXE = "options => axe.run(document, options).then(result => result.violations)"
REPORT_CSP = """addEventListener("securitypolicyviolation", event =>
    console.error(`CSP stopped ${event.blockedURI} (${event.effectiveDirective})`))"""
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
        is_page = response.request.is_navigation_request()
        if response.status >= (500 if is_page else 400):
            self.problems.append(f"{response.url} answered {response.status}")

    def console(self, message: ConsoleMessage) -> None:
        """A page that is refused on purpose is reported by Chromium as an error at its own address."""
        is_refusal = message.text.startswith("Failed to load resource") and message.location["url"] == message.page.url
        if message.type in {"error", "warning"} and not is_refusal:
            self.problems.append(f"{message.page.url} said: {message.text} ({message.location['url']})")

    def navigated(self, frame: Frame) -> None:
        if frame.parent_frame is None and frame.url.startswith(self.product.url):
            self.visited[address(frame.url)] = None

    def end(self, *, all_examined: bool) -> None:
        unseen = [f"{url} was not examined" for url in self.visited if all_examined and url not in self.examined]
        found = [*dict.fromkeys(self.problems), *unseen]
        assert not found, "\n".join(found)


def address(url: str) -> str:
    return url.partition("#")[0]


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser of their own."""

    page: Page
    context: BrowserContext
    product: Product
    watch: Watch
    has_script: bool = True

    def go(self, path: str, status: int = 200) -> Page:
        url = path if path.startswith("http") else self.product.at(path)
        answer = self.page.goto(url)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        if self.has_script:
            self.examine()
        return self.page

    def examine(self, ignoring: dict[str, str] | None = None) -> None:
        """The page that is shown now holds for everybody; `ignoring` names axe's rules, each with its reason."""
        self.page.wait_for_load_state()
        found = [*axe_findings(self.page, ignoring or {}), *shape_findings(self.page)]
        self.watch.examined.add(address(self.page.url))
        assert not found, "\n".join([self.page.url, *found])


def axe_findings(page: Page, ignoring: dict[str, str]) -> Iterator[str]:
    page.evaluate(AXE)
    rules = {name: {"enabled": False} for name in ignoring}
    options = {"runOnly": {"type": "tag", "values": WCAG}, "rules": rules, "resultTypes": ["violations"]}
    for violation in page.evaluate(RUN_AXE, options):
        for node in violation["nodes"]:
            yield f"{violation['id']}: {' '.join(map(str, node['target']))} · {node['failureSummary']}"


def shape_findings(page: Page) -> Iterator[str]:
    if (overflow := page.evaluate(OVERFLOW)) > 0:
        yield f"scrolls {overflow} pixels sideways"
    if not page.title().strip():
        yield "has no title"


@contextmanager
def visiting(browser: Browser, product: Product, screen: dict[str, Any], **options: Any) -> Iterator[Visitor]:
    """Their visit; when it ends well, all of it was sound."""
    context = browser.new_context(**HOME, **screen, **options)
    context.set_default_timeout(15_000)
    watch = Watch(product)
    watch.begin(context)
    has_script = options.get("java_script_enabled", True)
    try:
        yield Visitor(context.new_page(), context, product, watch, has_script)
        watch.end(all_examined=has_script)
    finally:
        context.close()


__all__ = ["DESKTOP", "NARROW", "PHONE", "Error", "Visitor", "visiting"]
