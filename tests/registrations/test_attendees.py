"""The organiser's list of who comes: counted, searched, and as a file for a spreadsheet."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from events.models import Event, EventPage
from registrations.attendees import (
    admitted_count,
    as_csv,
    count_registrations_below,
    deletion_warning,
    has_guests,
    matching,
    registrations_with_tickets,
)
from registrations.cancel import cancel
from registrations.checkin import undo
from registrations.models import CheckIn, Registration
from tests.factories.events import event_of
from tests.factories.registrations import make_registration, open_event, open_registration, scan_code, ticket
from tests.registrations.news import republish

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 10, 28, 8, 49, tzinfo=UTC)
CODE = "ABCDEFGHJKMNPQRS"


def sheet(event: Event, language: str) -> list[list[str]]:
    with translation.override(language):
        text = as_csv(registrations_with_tickets(event))
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text), delimiter="," if language == "en" else ";"))


def test_a_sheet_holds_who_comes_who_cancelled_and_who_came():
    event = open_event()
    make_registration(event, name="Noor; de Vries", email="noor@example.org", code=CODE, language="en")
    scan_code(event, CODE, at=MOMENT + timedelta(hours=4))
    cancelled = make_registration(event, name="Sam", email="sam@example.org")
    cancel(cancelled)
    Registration.objects.update(created_at=MOMENT)

    rows = sheet(event, "en")

    assert rows[0] == [
        "Name",
        "Email address",
        "Language",
        "Status",
        "Registered",
        "Ticket code",
        "Checked in",
        "Registered by",
        "Group",
    ]
    assert sorted(rows[1:]) == [
        [
            "Noor; de Vries",
            "noor@example.org",
            "en",
            "Registered",
            "2026-10-28 09:49",
            CODE,
            "2026-10-28 13:49",
            "Noor; de Vries",
            "",
        ],
        [
            "Sam",
            "sam@example.org",
            "nl",
            "Cancelled",
            "2026-10-28 09:49",
            cancelled.tickets.get().code,
            "",
            "Sam",
            "",
        ],
    ]
    assert sheet(event, "nl")[0][0] == "Naam"


def test_a_name_is_never_worked_out_by_a_spreadsheet():
    event = open_event()
    make_registration(event, name="=1+1", email="noor@example.org")

    assert sheet(event, "nl")[1][0] == "'=1+1"


def test_a_sheet_says_who_brought_whom():
    event = open_registration(open_event(), party_size=2, group_size=2)
    make_registration(event, name="Noor", companions=["Sam"])
    make_registration(event, name="Mo", companions=[""], group_name="=Klas 4B")

    rows = [(row[0], *row[-2:]) for row in sheet(event, "nl")[1:]]

    assert rows == [
        ("Noor", "Noor", ""),
        ("Sam", "Noor", ""),
        ("Mo", "Mo", "'=Klas 4B"),
        ("'=Klas 4B", "Mo", "'=Klas 4B"),
    ]


def test_a_sheet_of_many_takes_few_queries(django_assert_max_num_queries):
    event = open_event()
    for _guest in range(4):
        make_registration(event)

    with django_assert_max_num_queries(3):
        assert len(sheet(event, "nl")) == 5


def test_who_is_inside_is_counted_until_it_is_taken_back():
    event = open_event()
    held, other = ticket(event), ticket()
    scan_code(event, held.code)
    scan_code(other.registration.event, other.code)
    assert admitted_count(event) == 1

    inside = CheckIn.objects.get(ticket=held)
    undo(inside, device=inside.scan.device)

    assert admitted_count(event) == 0
    assert sheet(event, "nl")[1][6] == ""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("noor", ["Noor"]),
        ("EXAMPLE.ORG", ["Noor", "Sam"]),
        ("sam@", ["Sam"]),
        ("abcd efgh", ["Noor"]),
        ("ABCD", ["Noor"]),
        ("ABC", []),
        ("EFGH", []),
        ("nobody", []),
    ],
)
def test_a_guest_is_found_by_name_address_or_the_beginning_of_a_code(words: str, found: list[str]):
    event = open_event()
    make_registration(event, name="Noor", email="noor@example.org", code=CODE)
    make_registration(event, name="Sam", email="sam@example.org", code="ZZZZZZZZZZZZZZZZ")

    rows = matching(registrations_with_tickets(event), words)

    assert sorted(row.name for row in rows) == found


def test_guests_are_those_who_still_come(page: EventPage):
    event = event_of(page)
    for registration in event.registrations.all():
        assert has_guests(event)
        cancel(registration)

    assert not has_guests(event)


def test_who_would_get_a_mail_is_counted_before_pages_go(page: EventPage):
    agenda = page.get_parent()
    cancel(event_of(page).registrations.get(name="sam"))
    make_registration()

    assert count_registrations_below(page) == 1
    assert count_registrations_below(agenda) == 2
    republish(page, status="cancelled")
    assert count_registrations_below(page) == 0


def test_nobody_is_counted_for_what_is_over(page: EventPage):
    past = timezone.now() - timedelta(days=1)
    Event.objects.filter(page=page).update(starts_at=past - timedelta(hours=1), ends_at=past)

    assert count_registrations_below(page) == 0


@pytest.mark.parametrize(("number", "words"), [(0, ""), (1, "There is one"), (2, "There are 2")])
def test_the_warning_says_how_many(number: int, words: str):
    with translation.override("en"):
        assert deletion_warning(number)[: len(words) or None] == words
