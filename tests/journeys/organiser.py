"""What an organiser does in the editor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import expect

from .browser import Visitor

SUMMARY = "Hoor waarom de bij zoemt en wat je daar zelf aan hebt."
PART, SPEAKER = "Zoemen voor beginners", "Amara Vlinderhof"


@dataclass(frozen=True)
class Evening:
    """A published event, and what it took to get there."""

    title: str
    path: str
    starts: datetime
    asked: frozenset[str]
    clicks: int


def sign_in(visitor: Visitor, role: str) -> None:
    """With one click, on the demo's own page."""
    visitor.go("/demo/")
    visitor.follow(f"form[action$='/{role}/'] button")


def to_registrations(organiser: Visitor, evening: Evening) -> None:
    sign_in(organiser, "naturalis")
    organiser.go("/cms/aanmeldingen/")
    organiser.follow(organiser.page.get_by_role("link", name=evening.title))


def publish(organiser: Visitor, title: str, starts: datetime) -> Evening:
    organiser.clicks = 0
    organiser.follow("a[href$='/cms/evenementen/nieuw/']")
    asked = draft(organiser, title, starts)
    asked |= fill_in(organiser)
    add_programme(organiser, starts)
    preview(organiser, title, SUMMARY, PART)
    organiser.follow("[name=action-publish]")
    organiser.see("staat online")
    clicks = organiser.clicks
    return Evening(title, url_of(organiser), starts, asked, clicks)


def url_of(organiser: Visitor) -> str:
    """Of what was published just now, by the link in the message that says so."""
    link = organiser.page.locator(".messages").get_by_text("Bekijk", exact=True)
    return urlsplit(link.get_attribute("href")).path


def draft(organiser: Visitor, title: str, starts: datetime) -> frozenset[str]:
    asked = fields_in(organiser, "form.ks-form")
    organiser.click("[name=event_type] >> nth=0")
    organiser.fill({"title": title, "starts_at": f"{starts:%Y-%m-%dT%H:%M}"})
    organiser.click("[name=opening][value=now]")
    organiser.follow("form.ks-form button[type=submit]")
    return asked


def fill_in(organiser: Visitor) -> frozenset[str]:
    asked = fields_in(organiser, "#page-edit-form")
    organiser.fill({"summary": SUMMARY})
    organiser.click("[name=themes] >> nth=1")
    return asked


def fields_in(organiser: Visitor, form: str) -> frozenset[str]:
    """What is open to be filled in."""
    names = organiser.page.locator(form).evaluate("""form => [...form.querySelectorAll("[data-contentpath], [name]")]
        .filter(field => field.type !== "hidden" && field.type !== "submit" && field.checkVisibility())
        .map(field => field.dataset.contentpath ?? field.name)""")
    return frozenset(names)


def add_programme(organiser: Visitor, starts: datetime) -> None:
    page, part = organiser.page, "programme_items-0"
    organiser.click("section.w-panel:has(#id_programme_items-ADD) .w-panel__toggle >> nth=0")
    organiser.click("#id_programme_items-ADD")
    organiser.fill({f"{part}-title": PART, f"{part}-starts_at": f"{starts:%Y-%m-%d %H:%M}"})
    organiser.fill(
        {f"{part}-ends_at": f"{starts + timedelta(hours=1):%Y-%m-%d %H:%M}", f"{part}-room": "Burgerzaal"}
    )
    speaker = page.locator(f"#inline_child_{part}-speakers-0")
    for _attempt in range(5):
        # The button is there before its script on a busy machine.
        if not speaker.count():
            organiser.click(f"#id_{part}-speakers-ADD")
            page.wait_for_timeout(500)
    organiser.click(f"#inline_child_{part}-speakers-0 .chooser__choose-button >> visible=true")
    organiser.click(page.locator(".modal-content").get_by_text(SPEAKER))
    expect(page.locator(f"#inline_child_{part}-speakers-0")).to_contain_text(SPEAKER)


def preview(writer: Visitor, *words: str) -> None:
    """Beside the editor, as it stands there now."""
    writer.click("[data-side-panel-toggle=preview]")
    shown = writer.page.frame_locator("#w-preview-iframe").locator("body")
    for text in words:
        expect(shown).to_contain_text(text)
    writer.click("[data-side-panel-toggle=preview]")
