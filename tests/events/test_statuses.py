"""Whether an event goes ahead is said the same way everywhere: on its page, in lists, to search engines and subscribers."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from events.models import CalendarEntry, EventPage
from events.structured_data import event_json_ld
from kennisstad.mail.delivery import send_due
from registrations.availability import availability_of
from registrations.change_mails import queue_change_mails
from registrations.signup import sign_up_without_mail
from tests.events.calendar.readers import values
from tests.factories.events import agenda_page, programme_item, published_page
from tests.factories.registrations import open_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening() -> EventPage:
    agenda_page()
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    page = published_page(title="Sterren", title_en="Stars", starts_at=starts_at)
    sign_up_without_mail(open_registration(page.event), name="Noor", email="noor@example.org", language="nl")
    return page


def republish(page: EventPage, **fields: Any) -> EventPage:
    page = EventPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def feed(client: Client) -> bytes:
    return client.get("/feeds/all.ics").content


@pytest.mark.parametrize(
    ("status", "words", "in_calendar", "search_engines"),
    [
        ("tentative", "Datum nog niet zeker", ("TENTATIVE", "Sterren"), "EventScheduled"),
        ("postponed", "Uitgesteld", ("CANCELLED", "UITGESTELD: Sterren"), "EventPostponed"),
        ("cancelled", "Gaat niet door", ("CANCELLED", "GAAT NIET DOOR: Sterren"), "EventCancelled"),
    ],
)
def test_each_status_is_said_everywhere(
    client: Client,
    evening: EventPage,
    status: str,
    words: str,
    in_calendar: tuple[str, str],
    search_engines: str,
):
    evening = republish(evening, status=status, status_reason="De zaal staat onder water.")

    assert words in client.get("/agenda/").text
    assert words in client.get("/feeds/all.rss").text
    assert (values(feed(client), "STATUS"), values(feed(client), "SUMMARY")) == tuple(
        [it] for it in in_calendar
    )
    assert event_json_ld(evening, evening.event)["eventStatus"] == f"https://schema.org/{search_engines}"
    if status != "tentative":
        assert "De zaal staat onder water." in client.get(evening.url).text
        assert "De zaal staat onder water." in values(feed(client), "DESCRIPTION")[-1]


def test_a_postponed_event_keeps_its_guests_and_takes_no_new_ones(client: Client, evening: EventPage):
    evening = republish(evening, status="postponed")

    assert availability_of(evening.event).state == "postponed"
    assert client.get(f"{evening.url}aanmelden/").status_code == 200
    assert "Dit evenement is uitgesteld" in client.get(f"{evening.url}aanmelden/").text
    assert queue_change_mails() == 1
    send_due()
    [letter] = mail.outbox
    assert "Subject: Uitgesteld: Sterren" in letter.message().as_bytes().decode()
    assert evening.event.registrations.live().count() == 1


def test_with_its_new_date_it_is_the_same_entry_and_its_guests_hear_so(client: Client, evening: EventPage):
    uid = values(feed(client), "UID")
    evening = republish(evening, status="postponed")
    queue_change_mails()
    send_due()
    day = timedelta(days=30)

    evening = republish(
        evening, status="scheduled", starts_at=evening.starts_at + day, ends_at=evening.ends_at + day
    )

    assert queue_change_mails() == 1
    send_due()
    assert "Nu gaat het door" in mail.outbox[-1].message().as_bytes().decode()
    assert (values(feed(client), "UID"), values(feed(client), "SUMMARY")) == (uid, ["Sterren"])


def test_what_left_the_calendar_keeps_its_title_and_says_where_to_look(client: Client):
    page = published_page(
        title="Sterren",
        starts_at=timezone.now() + timedelta(days=9),
        programme=[programme_item("Opening", timezone.now() + timedelta(days=9))],
    )
    republish(page, sessions_in_calendar=True)

    gone = CalendarEntry.objects.get(status="withdrawn")
    text = bytes(gone.vevent).decode().replace("\r\n ", "")
    assert "SUMMARY:Sterren\r\n" in text
    assert "STATUS:CANCELLED" in text
    assert "Dit evenement staat nu anders in de agenda" in text
    assert not [words for words in ("AFGELAST", "GAAT NIET DOOR") if words in text]
