"""What a guest puts in their own calendar: where they go, and nothing that keeps time free for what is not there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from events.models import EventPage
from kennisstad.mail.models import OutgoingMail
from registrations.cancel import cancel
from registrations.emails import prepare_tickets
from registrations.models import Registration
from tests.factories.events import programme_item, published_page
from tests.factories.registrations import make_registration, open_registration

pytestmark = pytest.mark.django_db

EVENT, ONE, TWO, OTHER = (f"https://meet.example.org/{name}" for name in ("reeks", "een", "twee", "anders"))
PLAIN, THEIRS = ("CONFIRMED", "TRANSPARENT", False), ("CONFIRMED", "OPAQUE", True)
OFF = ("CANCELLED", "TRANSPARENT", False)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2027-02-01T12:00Z", tick=False) as traveller:
        yield traveller


STARTS = datetime.fromisoformat("2027-03-11T19:30+01:00")


def series(**fields: Any) -> EventPage:
    parts = [
        programme_item("Een", STARTS, join_url=ONE, title_en="One"),
        programme_item("Twee", STARTS + timedelta(days=7), join_url=TWO, title_en="Two"),
        programme_item("Drie", STARTS + timedelta(days=14), title_en="Three"),
    ]
    defaults = {"mode": "online", "venue": None, "join_url": EVENT, "sessions_in_calendar": True}
    page = published_page(
        **(
            defaults
            | {"title": "Reeks", "title_en": "Series", "starts_at": STARTS, "programme": parts}
            | fields
        )
    )
    open_registration(page.event)
    return page


def republish(page: EventPage, **fields: Any) -> None:
    page = EventPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def drop(page: EventPage, title: str) -> None:
    parts = EventPage.objects.get(pk=page.pk).programme_items.all()
    republish(page, programme_items=[item for item in parts if item.title != title])


def entries(client: Client, registration: Registration) -> dict[str, Any]:
    file = client.get(f"/t/{registration.tickets.get().code}.ics").content
    return {str(entry["SUMMARY"]): entry for entry in Calendar.from_ical(file).walk("VEVENT")}


def kept(client: Client, registration: Registration) -> dict[str, tuple[str, str, bool]]:
    """Of each entry whether it takes place, whether it takes time, and whether it holds what only a guest needs."""
    return {
        title: (
            entry["STATUS"],
            entry["TRANSP"],
            "/t/" in entry["DESCRIPTION"] or "meet.example.org" in entry["DESCRIPTION"],
        )
        for title, entry in entries(client, registration).items()
    }


@pytest.mark.parametrize("precision", ["month", "year"])
def test_a_month_takes_no_time(client: Client, precision: str):
    page = published_page(title="Ooit", starts_at=STARTS, precision=precision)
    guest = make_registration(open_registration(page.event), at=datetime(2026, 12, 1, tzinfo=UTC))

    assert kept(client, guest) == {"Ooit": ("TENTATIVE", "TRANSPARENT", True)}


def test_whole_days_do(client: Client):
    page = published_page(title="Week", starts_at=STARTS, is_all_day=True)

    assert kept(client, make_registration(open_registration(page.event))) == {"Week": THEIRS}


def test_a_part_that_is_dropped_frees_their_time_of_who_had_it(client: Client, clock):
    page = series()
    before = make_registration(page.event)
    clock.shift(60)
    drop(page, "Twee")
    clock.shift(60)
    after = make_registration(page.event)

    rest = {"Reeks: Een": THEIRS, "Reeks: Drie": THEIRS}
    assert kept(client, before) == rest | {"Reeks: Twee": OFF}
    assert kept(client, after) == rest


def test_who_came_in_the_second_in_which_it_left_may_have_it(client: Client):
    page = series()
    guest = make_registration(page.event)
    drop(page, "Twee")

    assert kept(client, guest)["Reeks: Twee"] == OFF


@pytest.mark.parametrize(("status", "words"), [("cancelled", "GAAT NIET DOOR"), ("postponed", "UITGESTELD")])
def test_what_does_not_take_place_leads_nowhere(client: Client, status: str, words: str):
    page = series()
    guest = make_registration(page.event)
    republish(page, status=status)

    assert kept(client, guest) == {f"{words}: Reeks: {title}": OFF for title in ("Een", "Twee", "Drie")}


def test_nor_does_what_left_the_site(client: Client):
    page = series()
    guest = make_registration(page.event)
    page.unpublish()

    assert set(kept(client, guest).values()) == {OFF}


def test_who_cancelled_gets_no_entry_to_keep(client: Client):
    guest = make_registration(series().event)
    code = guest.tickets.get().code
    cancel(guest)

    assert client.get(f"/t/{code}.ics").status_code == 410


def test_each_meeting_has_its_own_link(client: Client):
    found = entries(client, make_registration(series().event))

    said = {
        title: [url for url in (EVENT, ONE, TWO) if url in entry["DESCRIPTION"]]
        for title, entry in found.items()
    }
    assert said == {"Reeks: Een": [ONE], "Reeks: Twee": [TWO], "Reeks: Drie": [EVENT]}


def test_of_a_whole_event_all_links_are_told(client: Client):
    [entry] = entries(
        client, make_registration(series(sessions_in_calendar=False).event, language="en")
    ).values()

    assert (
        f"Link to take part: {EVENT}\nLink to take part, One: {ONE}\nLink to take part, Two: {TWO}\n"
        in entry["DESCRIPTION"]
    )


def letter_of(guest: Registration, kind: str) -> str:
    prepare_tickets(guest, guest.current_tickets).queue(key="ticket")
    return str(getattr(OutgoingMail.objects.get(), kind))


def test_two_parts_of_one_title_keep_a_link_each(client: Client):
    parts = [
        programme_item("Workshop", STARTS, join_url=ONE),
        programme_item("Workshop", STARTS + timedelta(hours=1), join_url=TWO),
    ]
    page = series(sessions_in_calendar=False, programme=parts)

    [entry] = entries(client, make_registration(page.event)).values()

    assert ONE in entry["DESCRIPTION"]
    assert TWO in entry["DESCRIPTION"]


@pytest.mark.parametrize("kind", ["text", "html"])
@pytest.mark.parametrize("join_url", ["", EVENT])
def test_the_mail_lists_the_meetings_with_their_links(kind: str, join_url: str):
    text = letter_of(make_registration(series(join_url=join_url).event), kind)

    for words in ("Een", "donderdag 11 maart 2027, 19.30–20.30 uur", ONE, "Twee", "18 maart", TWO):
        assert words in text
    assert (EVENT in text) is bool(join_url)
    assert "stuurt je de link" not in text


@pytest.mark.parametrize("kind", ["text", "html"])
def test_who_comes_on_site_joins_nowhere(client: Client, kind: str):
    page = series(mode="onsite", venue=published_page().venue)
    guest = make_registration(page.event)

    assert "meet.example.org" not in letter_of(guest, kind)
    assert "meet.example.org" not in client.get(f"/t/{guest.tickets.get().code}").text
    assert not [
        entry for entry in entries(client, guest).values() if "meet.example.org" in entry["DESCRIPTION"]
    ]


def test_the_ticket_leads_to_each_meeting(client: Client):
    page = client.get(f"/t/{make_registration(series(join_url='').event).tickets.get().code}").text

    assert f'href="{ONE}">Doe online mee: Een</a>' in page
    assert f'href="{TWO}">Doe online mee: Twee</a>' in page
    assert "stuurt je de link" not in page


def with_another_link(page: EventPage) -> list[Any]:
    """The programme, with the link of its first part changed."""
    parts = list(EventPage.objects.get(pk=page.pk).programme_items.all())
    parts[0].join_url = OTHER
    return parts


@pytest.mark.parametrize("in_calendar", [True, False])
@pytest.mark.parametrize("of_a_part", [True, False])
def test_another_link_to_join_replaces_the_old_one_and_no_feed_tells(
    client: Client, in_calendar: bool, of_a_part: bool
):
    page = series(sessions_in_calendar=in_calendar)
    guest = make_registration(page.event)
    before, public = entries(client, guest), public_files(client, page)

    republish(page, **({"programme_items": with_another_link(page)} if of_a_part else {"join_url": OTHER}))

    after = entries(client, guest)
    assert OTHER in "".join(entry["DESCRIPTION"] for entry in after.values())
    assert after.keys() == before.keys()
    assert all(entry["SEQUENCE"] > before[title]["SEQUENCE"] for title, entry in after.items())
    assert public_files(client, page) == public
    assert b"meet.example.org" not in b"".join(public)


def public_files(client: Client, page: EventPage) -> list[bytes]:
    feeds = [client.get(f"/feeds/all.{kind}") for kind in ("ics", "rss", "json")]
    event = client.get(f"/{page.event.path}event.ics")
    assert {answer.status_code for answer in (*feeds, event)} == {200}
    return [answer.content for answer in (*feeds, event)]


def test_what_a_guest_has_already_never_falls_behind(client: Client):
    """What everybody reads changed, and then what only they read: also in the entry that says that it is off."""
    page = series(sessions_in_calendar=False)
    guest = make_registration(page.event)
    numbers = [sequence_of(client, guest)]
    for fields in ({"title": "Anders"}, {"join_url": OTHER}, {"status": "cancelled"}):
        republish(page, **fields)
        numbers.append(sequence_of(client, guest))

    assert numbers == sorted(set(numbers))


def sequence_of(client: Client, guest: Registration) -> int:
    [entry] = entries(client, guest).values()
    return int(entry["SEQUENCE"])
