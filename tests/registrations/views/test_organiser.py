import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import zxingcpp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from kennisstad import dates
from kennisstad.accounts.models import User
from kennisstad.accounts.partners import join, join_editors
from kennisstad.audit.models import AuditEntry
from registrations.availability import availability_of
from registrations.models import Door, Registration, RegistrationSettings
from tests.factories.accounts import UserFactory
from tests.factories.events import organiser_page
from tests.factories.registrations import LONG_AGO, a_door, open_event, opened, registered, scanned, ticket
from tests.registrations.test_qr import painted

pytestmark = pytest.mark.django_db

PAGES = ["event", "terms", "doors"]


def works_for(event: Event) -> User:
    user = UserFactory()
    join(user, event.organisation)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, event: Event, *more: Any) -> str:
    return reverse(f"registrations_admin:{name}", args=[event.pk, *more])


@pytest.fixture
def event() -> Event:
    return open_event(capacity=40)


@pytest.fixture
def organiser(event: Event) -> Client:
    return signed_in(works_for(event))


def every_address(event: Event, door: Door) -> list[tuple[str, str]]:
    return [
        *[("get", address(name, event)) for name in PAGES],
        *[("post", address(name, event)) for name in [*PAGES, "export"]],
        ("get", address("door_list", event)),
        ("get", address("door", event, door.pk)),
        ("get", address("door_code", event, door.pk)),
        ("post", address("close_door", event, door.pk)),
    ]


def answers(client: Client, event: Event, door: Door) -> set[int]:
    return {getattr(client, method)(path).status_code for method, path in every_address(event, door)}


def test_another_organisation_finds_nothing(event: Event):
    other = open_event(organiser=organiser_page("lumc"))
    door = a_door(event)

    assert answers(signed_in(works_for(other)), event, door) == {404}
    assert Door.objects.get().revoked_at is None


def test_a_visitor_is_asked_to_sign_in(client: Client, event: Event):
    door = a_door(event)

    for method, path in every_address(event, door):
        assert getattr(client, method)(path)["Location"].startswith("/account/login/")


def test_organiser_editor_and_administrator_see_it(event: Event):
    editor, administrator = UserFactory(), UserFactory(is_superuser=True)
    join_editors(editor)

    for user in (works_for(event), editor, administrator):
        assert answers(signed_in(user), event, a_door(event)) <= {200, 302, 422}


def test_a_list_names_only_own_events(organiser: Client, event: Event):
    Event.objects.filter(pk=event.pk).update(title="Van ons")
    open_event(organiser=organiser_page("lumc"), title="Van een ander")

    html = organiser.get(reverse("registrations_admin:index")).text

    assert "Van ons" in html
    assert "Van een ander" not in html


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_list_of_events_takes_as_many_queries_for_more(organiser: Client, event: Event):
    registered(event)
    path = reverse("registrations_admin:index")
    organiser.get(path)
    for_one = queries(organiser, path)
    for _ in range(2):
        registered(open_event(capacity=5))

    assert queries(organiser, path) == for_one
    assert len(organiser.get(path).context["page_obj"]) == 3


def test_the_list_of_guests_takes_as_many_queries_for_more(organiser: Client, event: Event):
    scanned(event, ticket(event).code)
    path = address("event", event)
    organiser.get(path)
    for_one = queries(organiser, path)
    for _ in range(2):
        scanned(event, ticket(event).code)

    assert queries(organiser, path) == for_one
    assert len(organiser.get(path).context["page_obj"]) == 3


def test_the_list_to_print_takes_as_many_queries_for_more(organiser: Client, event: Event):
    scanned(event, ticket(event).code)
    path = address("door_list", event)
    organiser.get(path)
    for_one = queries(organiser, path)
    for _ in range(2):
        ticket(event)

    assert queries(organiser, path) == for_one
    assert len(organiser.get(path).context["lines"]) == 3


def test_the_list_to_print_says_what_one_needs_at_the_door(organiser: Client, event: Event):
    held = ticket(event, name="Noor <b>de Vries</b>", email="noor@example.org")
    registered(event, name="Sam")
    scanned(event, held.code, at=datetime(2026, 10, 28, 18, 49, tzinfo=UTC))

    response = organiser.get(address("door_list", event))

    for text in (
        event.title,
        dates.when(event),
        event.venue.name,
        "<strong>2</strong>",
        "19.49",
        held.code[:4],
    ):
        assert text in response.text
    assert "Noor &lt;b&gt;de Vries&lt;/b&gt;" in response.text
    for private in ("noor@example.org", held.code, held.grouped_code):
        assert private not in response.text


def test_the_list_to_print_is_kept_nowhere(organiser: Client, event: Event):
    response = organiser.get(address("door_list", event))

    assert "no-store" in response["Cache-Control"]
    assert organiser.post(address("door_list", event)).status_code == 405


def test_the_list_to_print_is_found_where_doors_are_made(organiser: Client, event: Event):
    for page in ("doors", "event"):
        assert f'href="{address("door_list", event)}"' in organiser.get(address(page, event)).text


def test_the_organiser_sees_who_and_how_many(organiser: Client, event: Event):
    held = ticket(event, name="Noor de Vries")
    registered(event, name="Sam")
    scanned(event, held.code)

    response = organiser.get(address("event", event))

    assert "Noor de Vries" in response.text
    assert (response.context["places"].taken, response.context["places"].left) == (2, 38)
    assert response.context["admitted"] == 1


def test_moments_are_said_in_words(organiser: Client, event: Event):
    ticket(event)
    moment = datetime(2026, 10, 28, 8, 49, tzinfo=UTC)
    Registration.objects.update(created_at=moment)
    door = a_door(event)
    until = dates.day_and_time(Door.objects.get().works_until)

    assert "woensdag 28 oktober 2026, 09.49 uur" in organiser.get(address("event", event)).text
    assert until in organiser.get(address("doors", event)).text
    assert f"Hij werkt tot {until}." in organiser.get(address("door", event, door.pk)).text


def test_searching_finds_by_name_address_or_code(organiser: Client, event: Event, subtests: pytest.Subtests):
    ticket(event, name="Noor de Vries", email="noor@example.org", code="ABCDEFGHJKMNPQRS")
    registered(event, name="Sam", email="sam@example.org")

    for words in ("noor", "NOOR de", "noor@ex", "abcd efgh"):
        with subtests.test(words):
            response = organiser.post(address("event", event), {"words": words})
            assert [row.name for row in response.context["page_obj"]] == ["Noor de Vries"]


def test_searching_for_the_impossible_gets_words(organiser: Client, event: Event):
    for words in ("x" * 1000, "\x00"):
        assert organiser.post(address("event", event), {"words": words}).status_code == 400


def test_a_wrong_page_number_is_no_error(organiser: Client, event: Event, subtests: pytest.Subtests):
    for page in ("0", "-1", "x", "9" * 400, "\x00", "%00"):
        with subtests.test(page):
            assert organiser.get(address("event", event), {"p": page}).status_code == 200
            assert (
                organiser.get(reverse("registrations_admin:index"), {"p": page, "which": page}).status_code
                == 200
            )


def test_the_export_is_safe_in_a_spreadsheet(organiser: Client, event: Event):
    wild = [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1+1",
        "＠SUM(A1)",
        'Noor "de" Vries',
        "Zoë; 👩‍🚀",
        "محمد",
    ]
    for name in wild:
        registered(event, name=name)

    response = organiser.post(address("export", event))

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    expected = [f"'{name}" if name[0] in "=+-@＝＠" else name for name in wild]
    assert [row[0] for row in rows[1:]] == expected
    assert "attachment" in response["Content-Disposition"]


def test_the_export_leaves_a_trace_and_only_comes_by_post(organiser: Client, event: Event):
    registered(event)
    organiser.post(address("export", event))

    assert organiser.get(address("export", event)).status_code == 405
    assert AuditEntry.objects.get(action="registrations.exported").details == {"rows": 1}


def test_places_and_dates_can_be_changed(organiser: Client, event: Event):
    fields = {"capacity": "3", "opens_at": "", "closes_at": "2027-01-01T12:00"}

    response = organiser.post(address("terms", event), fields)

    assert response.status_code == 302
    admission = RegistrationSettings.objects.get(event=event)
    assert (admission.capacity, admission.closes_at.year) == (3, 2027)


def test_looking_at_the_terms_saves_nothing(organiser: Client, event: Event):
    before = RegistrationSettings.objects.values().get()

    assert organiser.get(address("terms", event)).status_code == 200
    assert RegistrationSettings.objects.values().get() == before


def terms(**changes: str) -> dict[str, str]:
    return {"capacity": "40", "opens_at": "", "closes_at": ""} | changes


def test_the_organiser_opens_registration_or_gives_a_moment(organiser: Client, event: Event):
    opened(event, opens_at=None)

    assert organiser.get(address("terms", event)).context["form"]["opening"].value() == "later"
    organiser.post(address("terms", event), terms(opening="now"))
    assert availability_of(again(event)).state == "open"
    assert organiser.get(address("terms", event)).context["form"]["opening"].value() == "now"

    tomorrow = timezone.localtime() + timedelta(days=1)
    organiser.post(address("terms", event), terms(opening="at", opens_at=f"{tomorrow:%Y-%m-%dT%H:%M}"))
    assert availability_of(again(event)).state == "not_yet"
    assert organiser.get(address("terms", event)).context["form"]["opening"].value() == "at"

    organiser.post(address("terms", event), terms(opening="later"))
    assert again(event).registration_settings.opens_at is None


def test_saving_again_keeps_the_moment_at_which_it_opened(organiser: Client, event: Event):
    before = again(event).registration_settings.opens_at
    organiser.post(address("terms", event), terms(opening="now", capacity="12"))

    assert (again(event).registration_settings.opens_at, again(event).registration_settings.capacity) == (
        before,
        12,
    )


def test_opening_at_a_moment_needs_that_moment(organiser: Client, event: Event):
    response = organiser.post(address("terms", event), terms(opening="at"))

    assert list(response.context["form"].errors) == ["opens_at"]


def again(event: Event) -> Event:
    return Event.objects.select_related("registration_settings").get(pk=event.pk)


WRONG_TERMS = [
    {"capacity": "-1"},
    {"capacity": "9" * 30},
    {"capacity": "veel"},
    {"capacity": "1\x00"},
    {"opens_at": "0001-01-01T00:00"},
    {"closes_at": "9999-12-31T23:59"},
    {"opens_at": "gisteren"},
    {"opens_at": "2027-02-01T12:00", "closes_at": "2027-01-01T12:00"},
]


def test_wrong_terms_get_words(organiser: Client, event: Event, subtests: pytest.Subtests):
    for fields in WRONG_TERMS:
        with subtests.test(str(fields)):
            response = organiser.post(address("terms", event), fields)
            assert response.status_code == 422
            assert "ks-errors" in response.text

    assert RegistrationSettings.objects.get().capacity == 40


def test_a_door_is_made_shown_and_stopped(organiser: Client, event: Event):
    response = organiser.post(address("doors", event), {"label": "Zijdeur"}, follow=True)
    door = Door.objects.get()

    code = zxingcpp.read_barcode(painted(organiser.get(address("door_code", event, door.pk)).content)).text
    assert code.startswith("http://127.0.0.1:8000/checkin/open/")
    assert "Zijdeur" in response.text
    assert (door.works_until - event.ends_at).days == 1

    organiser.post(address("close_door", event, door.pk))
    door.refresh_from_db()
    assert not door.is_open()


def test_a_door_needs_a_name(organiser: Client, event: Event):
    for label in ("", "x" * 500, "\x00"):
        assert organiser.post(address("doors", event), {"label": label}).status_code == 422
    assert not Door.objects.exists()


def test_the_doors_take_as_many_queries_for_more(organiser: Client, event: Event):
    a_door(event)
    path = address("doors", event)
    organiser.get(path)
    for_one = queries(organiser, path)
    for _ in range(2):
        a_door(event)

    assert queries(organiser, path) == for_one


def test_an_erased_guest_is_still_counted(organiser: Client, event: Event):
    registered(event)
    Registration.objects.all().erase()

    assert organiser.get(address("event", event)).context["places"].taken == 1


def opening(organiser: Client, event: Event, opens_at: datetime, closes_at: datetime | None = None) -> Any:
    local = "%Y-%m-%dT%H:%M"
    moments = {
        "opens_at": timezone.localtime(opens_at).strftime(local),
        "closes_at": timezone.localtime(closes_at).strftime(local) if closes_at else "",
    }
    return organiser.post(address("terms", event), moments)


@pytest.mark.parametrize(("hours", "status"), [(-4, 302), (-3, 422), (1, 422)])
def test_registration_opens_before_it_closes_of_itself(
    organiser: Client, event: Event, hours: int, status: int
):
    RegistrationSettings.objects.update(closes_before=timedelta(hours=3))

    response = opening(organiser, event, event.starts_at + timedelta(hours=hours))

    assert response.status_code == status
    assert status == 302 or "opens_at" in response.context["form"].errors


def test_registration_does_not_open_after_the_start(organiser: Client, event: Event):
    opens_at = event.starts_at + timedelta(minutes=10)

    response = opening(organiser, event, opens_at, opens_at + timedelta(hours=1))

    assert list(response.context["form"].errors) == ["opens_at"]
    assert RegistrationSettings.objects.get().opens_at == LONG_AGO
