import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event
from kennisstad import dates
from kennisstad.accounts.partners import join_editors
from kennisstad.audit.models import AuditEntry
from registrations.models import Door, Registration
from tests.factories.accounts import UserFactory
from tests.factories.events import organiser_page
from tests.factories.registrations import make_door, make_registration, open_event, scan_code, ticket
from tests.registrations.views.organisers import address, queries, signed_in, works_for

pytestmark = pytest.mark.django_db

PAGES = ["event", "settings", "doors"]


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
    door = make_door(event)

    assert answers(signed_in(works_for(other)), event, door) == {404}
    assert Door.objects.get().revoked_at is None


def test_a_visitor_is_asked_to_sign_in(client: Client, event: Event):
    door = make_door(event)

    for method, path in every_address(event, door):
        assert getattr(client, method)(path)["Location"].startswith("/account/login/")


def test_organiser_editor_and_administrator_see_it(event: Event):
    editor, administrator = UserFactory(), UserFactory(is_superuser=True)
    join_editors(editor)

    for user in (works_for(event), editor, administrator):
        assert answers(signed_in(user), event, make_door(event)) <= {200, 302, 422}


def test_a_list_names_only_own_events(organiser: Client, event: Event):
    Event.objects.filter(pk=event.pk).update(title="Van ons")
    open_event(organiser=organiser_page("lumc"), title="Van een ander")

    html = organiser.get(reverse("registrations_admin:index")).text

    assert "Van ons" in html
    assert "Van een ander" not in html


def test_the_list_of_events_takes_as_many_queries_for_more(organiser: Client, event: Event):
    make_registration(event)
    path = reverse("registrations_admin:index")
    organiser.get(path)
    for_one = queries(organiser, path)
    for _ in range(2):
        make_registration(open_event(capacity=5))

    assert queries(organiser, path) == for_one
    assert len(organiser.get(path).context["page_obj"]) == 3


def test_the_list_of_guests_takes_as_many_queries_for_more(organiser: Client, event: Event):
    scan_code(event, ticket(event).code)
    path = address("event", event)
    organiser.get(path)
    for_one = queries(organiser, path)
    for _ in range(2):
        scan_code(event, ticket(event).code)

    assert queries(organiser, path) == for_one
    assert len(organiser.get(path).context["page_obj"]) == 3


def test_the_organiser_sees_who_and_how_many(organiser: Client, event: Event):
    held = ticket(event, name="Noor de Vries")
    make_registration(event, name="Sam")
    scan_code(event, held.code)

    response = organiser.get(address("event", event))

    assert "Noor de Vries" in response.text
    assert (response.context["availability"].taken, response.context["availability"].seats_left) == (2, 38)
    assert response.context["admitted"] == 1


def test_moments_are_said_in_words(organiser: Client, event: Event):
    ticket(event)
    moment = datetime(2026, 10, 28, 8, 49, tzinfo=UTC)
    Registration.objects.update(created_at=moment)
    door = make_door(event)
    until = dates.day_and_time(Door.objects.get().works_until)

    assert "woensdag 28 oktober 2026, 09.49 uur" in organiser.get(address("event", event)).text
    assert until in organiser.get(address("doors", event)).text
    assert f"Hij werkt tot {until}." in organiser.get(address("door", event, door.pk)).text


def test_searching_finds_by_name_address_or_code(organiser: Client, event: Event, subtests: pytest.Subtests):
    ticket(event, name="Noor de Vries", email="noor@example.org", code="ABCDEFGHJKMNPQRS")
    make_registration(event, name="Sam", email="sam@example.org")

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
        make_registration(event, name=name)

    response = organiser.post(address("export", event))

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    expected = [f"'{name}" if name[0] in "=+-@＝＠" else name for name in wild]
    assert [row[0] for row in rows[1:]] == expected
    assert "attachment" in response["Content-Disposition"]


def test_the_export_leaves_a_trace_and_only_comes_by_post(organiser: Client, event: Event):
    make_registration(event)
    organiser.post(address("export", event))

    assert organiser.get(address("export", event)).status_code == 405
    assert AuditEntry.objects.get(action="registrations.exported").details == {"rows": 1}


def test_an_erased_guest_is_still_counted(organiser: Client, event: Event):
    make_registration(event)
    Registration.objects.all().erase()

    assert organiser.get(address("event", event)).context["availability"].taken == 1
