"""The main job, on a phone and at a desk: an organiser publishes, somebody finds it and registers, a volunteer scans."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream
from playwright.sync_api import expect

from .browser import PHONE, Visitor
from .camera import read_code
from .mailbox import Mailbox, attachments_of, html_of, link_in, text_of
from .wire import ask

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
def mark(place: str) -> str:
    """Tells what this run makes from what an earlier one left."""
    return f"{place}-{datetime.now(AMSTERDAM):%H%M%S}"


@pytest.fixture(scope="module")
def evening(visiting, screen, mark) -> Evening:
    """Published by an organiser, who signs in on the demo's own page with one click."""
    with visiting(screen) as organiser:
        organiser.go("/demo/")
        organiser.follow("form[action$='/naturalis/'] button")
        return publish(organiser, f"Zoemen met {mark}", starts=at(19, 30))


def at(hour: int, minute: int) -> datetime:
    return datetime.combine(datetime.now(AMSTERDAM).date() + timedelta(days=1), time(hour, minute), AMSTERDAM)


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


# Find


def test_the_calendar_lists_it_and_its_page_tells_all(visiting, screen, evening):
    with visiting(screen) as resident:
        resident.go("/agenda/")
        resident.follow(resident.page.locator(f"a[href='{evening.path}']"))
        resident.see(evening.title, SUMMARY, "Zoemen voor beginners", "Amara Vlinderhof", "19.30")
        resident.go("/en" + evening.path)
        resident.see(evening.title, "7.30")
        assert resident.context.cookies() == []


def test_the_calendar_is_filtered_without_a_script(visiting, screen, evening):
    with visiting(screen, java_script_enabled=False) as resident:
        page = resident.go("/agenda/")
        page.locator("details.filters > summary").click()
        page.locator("[name=q]").fill(evening.title)
        resident.follow(".filters__form button")
        assert evening.title in page.locator(".calendar__sentence").inner_text()
        assert page.locator(".event-row").count() == 1
        resident.follow(f"a[href='{evening.path}']")
        resident.see(SUMMARY)


def test_it_is_in_the_feed_for_two_readers_that_agree(running_product, evening):
    feed = ask(running_product.url, "/feeds/all.ics")
    once, again = read_with_vobject(feed.text), read_with_ical(feed.text)
    assert once == again
    assert (at(19, 30).astimezone(UTC), evening.title) in {
        (starts, title) for starts, _, title in once.values()
    }


def read_with_vobject(text: str) -> dict[str, tuple[datetime, datetime, str]]:
    events = vobject.readOne(text).vevent_list
    return {
        event.uid.value: (in_utc(event.dtstart.value), in_utc(event.dtend.value), event.summary.value)
        for event in events
    }


def read_with_ical(text: str) -> dict[str, tuple[datetime, datetime, str]]:
    events = IcsCalendarStream.calendar_from_ics(text).events
    return {event.uid: (in_utc(event.dtstart), in_utc(event.dtend), event.summary) for event in events}


def in_utc(moment: datetime | date) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), AMSTERDAM)
    return moment.astimezone(UTC)


# Register


@pytest.fixture(scope="module")
def guest(visiting, screen, mark, evening, mailbox) -> Guest:
    """Registered from the event's own page, without an account."""
    name, email = "Noor Ünal-de Vries 🐝", f"noor.{mark}@example.org"
    with visiting(screen) as visitor:
        visitor.go(evening.path)
        visitor.follow(f"a[href='{evening.path}aanmelden/'] >> visible=true")
        register(visitor, name, email)
        visitor.see("Je plek is bevestigd", email)
    return Guest(name, email, mailbox.wait_for(email)[0])


def register(visitor: Visitor, name: str, email: str) -> None:
    visitor.fill({"name": name, "email": email})
    visitor.follow("main form button")


def sign_up(visiting, mailbox: Mailbox, evening: Evening, name: str, email: str) -> Guest:
    with visiting(PHONE) as visitor:
        visitor.go(f"{evening.path}aanmelden/")
        register(visitor, name, email)
    return Guest(name, email, mailbox.wait_for(email)[0])


def test_the_mail_brings_the_ticket_with_its_code_as_a_picture(guest, evening, running_product):
    assert evening.title in guest.mail["subject"]
    assert guest.name in text_of(guest.mail)
    assert read_code(guest.picture) == guest.code
    for part in (text_of(guest.mail), html_of(guest.mail)):
        assert f"{running_product.url}/t/{guest.code}" in part
        assert "/aanmelding/afzeggen/" in part
    (entry,) = read_with_vobject(attachments_of(guest.mail)["event.ics"].decode()).values()
    assert entry[0] == at(19, 30).astimezone(UTC)


def test_the_ticket_page_shows_a_code_that_another_decoder_reads(visiting, screen, guest):
    for colours in ("light", "dark"):
        with visiting(screen, color_scheme=colours) as visitor:
            page = visitor.go(f"/t/{guest.code}")
            visitor.see(guest.name)
            assert read_code(page.screenshot()) == guest.code
            visitor.go(f"/t/{guest.code}?language=en")
            assert page.locator("html").get_attribute("lang") == "en"
            assert visitor.context.cookies() == []


def test_a_double_click_gives_one_place(visiting, screen, mark, evening, mailbox):
    email = f"dubbel.{mark}@example.org"
    with visiting(screen) as visitor:
        page = visitor.go(f"{evening.path}aanmelden/")
        visitor.fill({"name": "Dubbel", "email": email})
        with page.expect_navigation(url="**/gelukt/**"):
            page.locator("main form button").dblclick()
        visitor.examine()
    again = Guest("Dubbel", email, mailbox.wait_for(email)[0])
    assert len(mailbox.to(email)) == 1
    assert again.code


def test_a_mistake_is_explained_where_it_was_made(visiting, screen, evening):
    with visiting(screen) as visitor:
        page = visitor.go(f"{evening.path}aanmelden/")
        visitor.fill({"name": "Noor", "email": "noor@"})
        visitor.follow("main form button")
        assert "klopt" in page.title() or "velden" in page.title() or "veld" in page.title()
        assert page.locator("[name=email]").get_attribute("aria-invalid") == "true"
        assert page.locator("[name=name]").input_value() == "Noor"
        summary = page.locator("[role=alert] a, .utrecht-alert a, .error-summary a").first
        visitor.click(summary)
        expect(page.locator("[name=email]")).to_be_focused()


def test_a_place_is_given_back_with_the_link_in_the_mail(visiting, screen, mark, evening, mailbox):
    guest = sign_up(visiting, mailbox, evening, "Toch Niet", f"toch.niet.{mark}@example.org")
    with visiting(screen) as visitor:
        visitor.go(link_in(guest.mail, "/afzeggen/"))
        visitor.follow("main form button")
        visitor.see("afgezegd")
        visitor.go(f"/t/{guest.code}")
        visitor.see("Geannuleerd")
    assert len(mailbox.wait_for(guest.email, 2)) == 2


def test_registering_needs_no_script(visiting, screen, mark, evening, mailbox):
    email = f"zonder.{mark}@example.org"
    with visiting(screen, java_script_enabled=False) as visitor:
        visitor.go(f"/en{evening.path}")
        visitor.follow(f"a[href='/en{evening.path}register/'] >> visible=true")
        register(visitor, "No Script", email)
        visitor.see(email)
    assert "/en/registration/cancel/" in text_of(mailbox.wait_for(email)[0])
