"""The main job, on a phone and at a desk: an organiser publishes, somebody finds it and registers, a volunteer scans."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from .browser import Visitor
from .mailbox import attachments_of, text_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOST_FIELDS, MOST_CLICKS = 8, 16
SUMMARY = "Hoor waarom de bij zoemt en wat je daar zelf aan hebt."


@dataclass(frozen=True)
class Evening:
    title: str
    path: str
    asked: frozenset[str]
    clicks: int


@dataclass(frozen=True)
class Guest:
    name: str
    email: str
    mail: EmailMessage

    @property
    def code(self) -> str:
        return re.search(r"/t/(\w{16})\b", text_of(self.mail))[1]

    @property
    def picture(self) -> bytes:
        return attachments_of(self.mail)[f"ticket-{self.code}.png"]


@pytest.fixture(scope="module", params=["phone", "desktop"])
def place(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def screen(place: str, screens: dict) -> dict:
    return screens[place]


@pytest.fixture(scope="module")
def evening(visiting, screen, place) -> Evening:
    """Published by an organiser, who signs in on the demo's own page with one click."""
    with visiting(screen) as organiser:
        organiser.go("/demo/")
        organiser.follow("form[action$='/naturalis/'] button")
        return publish(organiser, f"Zoemen op een {place}", starts=at(19, 30))


def at(hour: int, minute: int) -> datetime:
    return datetime.combine(date.today() + timedelta(days=1), time(hour, minute), AMSTERDAM)


def publish(organiser: Visitor, title: str, starts: datetime) -> Evening:
    organiser.clicks = 0
    organiser.follow("a[href$='/cms/evenementen/nieuw/']")
    asked = draft(organiser, title, starts)
    asked |= fill_in(organiser)
    add_programme(organiser, starts)
    preview(organiser, title)
    organiser.follow("[name=action-publish]")
    row = organiser.page.locator("tr", has_text=title)
    return Evening(title, row.locator("a.ks-aside").get_attribute("href"), asked, organiser.clicks)


def draft(organiser: Visitor, title: str, starts: datetime) -> frozenset[str]:
    asked = fields_in(organiser, "form.ks-form")
    organiser.click("[name=event_type] >> nth=0")
    organiser.fill({"title": title, "starts_at": f"{starts:%Y-%m-%dT%H:%M}"})
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
    organiser.fill(
        {f"{part}-title": "Zoemen voor beginners", f"{part}-starts_at": f"{starts:%Y-%m-%d %H:%M}"}
    )
    organiser.fill(
        {f"{part}-ends_at": f"{starts + timedelta(hours=1):%Y-%m-%d %H:%M}", f"{part}-room": "Burgerzaal"}
    )
    organiser.click(f"#id_{part}-speakers-ADD")
    organiser.click(f"#inline_child_{part}-speakers-0 .chooser__choose-button >> visible=true")
    organiser.click(page.locator(".modal-content").get_by_text("Amara Vlinderhof"))
    expect(page.locator(f"#inline_child_{part}-speakers-0")).to_contain_text("Amara Vlinderhof")


def preview(organiser: Visitor, title: str) -> None:
    organiser.click("[data-side-panel-toggle=preview]")
    shown = organiser.page.frame_locator("[data-preview-iframe], #w-preview-iframe").locator("body")
    expect(shown).to_contain_text(title)
    expect(shown).to_contain_text(SUMMARY)
    organiser.click("[data-side-panel-toggle=preview]")


def test_publishing_asks_at_most_eight_things_and_few_clicks(evening, place):
    print(f"\non a {place}: {len(evening.asked)} fields, {evening.clicks} clicks: {sorted(evening.asked)}")
    assert len(evening.asked) <= MOST_FIELDS
    assert evening.clicks <= MOST_CLICKS
