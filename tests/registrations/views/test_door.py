import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from registrations.doors import close_door
from registrations.models import CheckIn, CheckInUndo, Device, Door, Scan, Ticket
from tests.factories.registrations import make_door, make_registration, open_event, scan_code, ticket
from tests.registrations.views.volunteers import path_of, scan

pytestmark = pytest.mark.django_db


def test_the_link_asks_first_and_then_makes_a_scanner(client: Client, door: Door):
    page = client.get(path_of(door))
    assert door.event.title in page.text
    assert "sessionid" not in page.cookies

    response = client.post(path_of(door), follow=True)

    assert response.redirect_chain == [(f"/checkin/?device={Device.objects.get().pk}", 302)]
    assert 'id="scanner"' in response.text


def test_a_scan_is_answered_in_words(volunteer: Client, held: Ticket):
    first, second = (
        scan(volunteer, held.code, prefix="/en").json(),
        scan(volunteer, held.code, prefix="/en").json(),
    )

    assert (first["state"], first["word"], first["sentence"]) == ("admitted", "Welcome", "Noor")
    assert (second["state"], second["word"]) == ("already", "Already inside")


def test_a_phone_can_ask_how_many_are_inside(volunteer: Client, held: Ticket):
    make_registration(held.registration.event)
    scan_code(held.registration.event, held.code)

    assert volunteer.get("/checkin/count/").json() == {"admitted": 1, "registered": 2}


def test_a_repeated_message_is_one_scan(volunteer: Client, held: Ticket):
    nonce = uuid4()

    answers = [scan(volunteer, held.code, nonce).json()["state"] for _ in range(2)]

    assert answers == ["admitted", "admitted"]
    assert Scan.objects.get().device.door == Door.objects.get()


def test_a_typed_code_works_without_a_script(volunteer: Client, held: Ticket):
    response = volunteer.post("/en/checkin/", {"code": "abcd efgh jkmn pqrs", "nonce": uuid4()})

    assert 'data-state="admitted"' in response.text
    assert "<title>Welcome" in response.text
    assert Scan.objects.get().verdict == "admitted"


def test_the_link_lets_in_at_its_own_event_only(volunteer: Client):
    elsewhere = ticket(open_event())

    assert scan(volunteer, elsewhere.code).json()["state"] == "wrong_event"


@pytest.mark.parametrize("ending", ["stopped", "expired"])
def test_a_stopped_door_stops_every_phone(volunteer: Client, door: Door, held: Ticket, ending: str):
    now = timezone.now()
    if ending == "stopped":
        close_door(door)
    with time_machine.travel(door.works_until if ending == "expired" else now):
        answers = [scan(volunteer, held.code), volunteer.get("/checkin/count/")]
        assert volunteer.get(path_of(door)).status_code == 410

    assert [answer.status_code for answer in answers] == [410, 410]
    assert [answer.json()["state"] for answer in answers] == [ending, ending]
    assert not Scan.objects.exists()


@pytest.mark.parametrize(("ending", "title"), [("stopped", "Deur gestopt"), ("expired", "Deur dicht")])
def test_without_a_script_a_stopped_door_is_gone_in_words(
    volunteer: Client, door: Door, held: Ticket, ending: str, title: str
):
    now = timezone.now()
    if ending == "stopped":
        close_door(door)
    with time_machine.travel(door.works_until if ending == "expired" else now):
        answers = [
            volunteer.get("/checkin/"),
            volunteer.post("/checkin/", {"code": held.code, "nonce": uuid4()}),
        ]

    assert [answer.status_code for answer in answers] == [410, 410]
    for answer in answers:
        assert f"<h1>{title}</h1>" in answer.text
        assert 'id="scanner"' not in answer.text
    assert not Scan.objects.exists()


def test_a_door_works_on_the_new_day_of_an_event_that_was_put_off(volunteer: Client, held: Ticket):
    page = held.registration.event.page
    page.starts_at, page.ends_at = page.starts_at + timedelta(days=5), page.ends_at + timedelta(days=5)
    page.save_revision().publish()

    with time_machine.travel(page.starts_at):
        assert scan(volunteer, held.code).json()["state"] == "admitted"


@pytest.mark.parametrize("token", ["x", "1", "x" * 400, "eyJ.a.b"])
def test_a_tampered_link_opens_nothing(client: Client, token: str):
    assert client.post(f"/checkin/open/{token}/").status_code == 410
    assert "sessionid" not in client.cookies


def test_without_a_link_there_is_no_scanner(client: Client, held: Ticket):
    assert client.get("/checkin/").status_code == 200
    assert 'id="scanner"' not in client.get("/checkin/").text
    assert client.post("/checkin/", {"code": held.code, "nonce": uuid4()}).status_code == 403
    assert scan(client, held.code).status_code == 403
    assert not Scan.objects.exists()


NO_SCANS = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b"\xff",
    b"[" * 100_000,
    b'{"code": "A"}',
    b'{"code": "A", "nonce": 5}',
    b'{"nonce": []}',
]
GARBAGE = ["x" * 10_000, "\ud800", "😀", {"a": 1}, ["x"], 12, True]
BAD_FORMS = [{}, {"code": ""}, {"code": "A\x00", "nonce": uuid4()}, {"code": "A", "nonce": "x"}]


def test_what_is_no_scan_is_refused(volunteer: Client, subtests: pytest.Subtests):
    for body in NO_SCANS:
        with subtests.test(repr(body[:40])):
            response = volunteer.post("/checkin/scan/", body, content_type="application/json")
            assert response.status_code == 400
            assert response.json()["state"] == "unreadable"


def test_what_comes_as_a_form_is_no_scan(held: Ticket, door: Door):
    """With the token of the page in it, so that it is read before anybody looks."""
    phone = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', phone.get(path_of(door)).text)[1]
    phone.post(path_of(door), {"csrfmiddlewaretoken": token})

    response = phone.post("/checkin/scan/", {"csrfmiddlewaretoken": token, "code": held.code})

    assert (response.status_code, response.json()["state"]) == (400, "unreadable")


def test_any_garbage_is_an_unknown_code(volunteer: Client, subtests: pytest.Subtests):
    for code in GARBAGE:
        with subtests.test(repr(code)[:40]):
            assert scan(volunteer, code).json()["state"] == "unknown"


def test_a_bad_form_gets_words(volunteer: Client, subtests: pytest.Subtests):
    for fields in BAD_FORMS:
        with subtests.test(repr(fields)):
            response = volunteer.post("/checkin/", fields)
            assert response.status_code == 400
            assert "error-summary" in response.text


def test_a_scan_only_comes_by_post(volunteer: Client):
    assert volunteer.get("/checkin/scan/").status_code == 405
    assert volunteer.get("/checkin/stop/").status_code == 405


def test_a_foreign_site_cannot_scan(door: Door, held: Ticket):
    strict = Client(enforce_csrf_checks=True)
    session = strict.session
    session["door"] = door.pk
    session.save()

    assert scan(strict, held.code).status_code == 403
    assert not Scan.objects.exists()


def test_stopping_forgets_the_door(volunteer: Client):
    volunteer.post("/checkin/stop/")

    assert 'id="scanner"' not in volunteer.get("/checkin/").text


def test_the_scanner_may_use_the_camera_and_its_decoder(volunteer: Client):
    response = volunteer.get("/checkin/")

    assert "camera=(self)" in response["Permissions-Policy"]
    assert "'wasm-unsafe-eval'" in response["Content-Security-Policy"]


def test_a_scan_takes_few_queries(volunteer: Client, held: Ticket, django_assert_max_num_queries):
    for _ in range(5):
        make_registration(held.registration.event)

    with django_assert_max_num_queries(12):
        scan(volunteer, held.code)


def test_what_this_phone_let_in_by_mistake_is_taken_back(volunteer: Client, held: Ticket):
    said = scan(volunteer, held.code).json()
    undone = volunteer.post(
        "/checkin/undo/", json.dumps({"nonce": said["nonce"]}), content_type="application/json"
    )

    assert undone.json()["state"] == "undone"
    assert CheckInUndo.objects.get().device == Device.objects.get()
    assert scan(volunteer, held.code).json()["state"] == "admitted"


def test_without_a_script_too(volunteer: Client, held: Ticket):
    shown = volunteer.post("/checkin/", {"code": held.code, "nonce": uuid4()}).text
    nonce = re.search(r'name="nonce" value="([\w-]+)"', shown.partition("scanner__undo")[2])[1]

    answer = volunteer.post("/checkin/undo/", {"nonce": nonce})

    assert "Ongedaan" in answer.text
    assert not CheckIn.objects.live().exists()


def test_what_was_let_in_elsewhere_is_not_taken_back_here(volunteer: Client, door: Door, held: Ticket):
    nonce = scan(volunteer, held.code).json()["nonce"]
    other = Client()
    other.post(path_of(make_door(door.event, "Achterdeur")))

    for sent in ({"nonce": nonce}, {"nonce": "x"}, {}):
        assert other.post("/checkin/undo/", sent).status_code == 400
    assert Client().post("/checkin/undo/", {"nonce": nonce}).status_code == 403

    assert CheckIn.objects.live().count() == 1


def test_one_phone_is_stopped_and_the_others_go_on(
    volunteer: Client, door: Door, held: Ticket, admin_client: Client
):
    other = Client()
    other.post(path_of(door))
    lost = Device.objects.first()
    page = f"/cms/aanmeldingen/{door.event_id}/deuren/{door.pk}/"
    assert "Telefoons die hier scannen" in admin_client.get(page).text

    admin_client.post(f"{page}{lost.pk}/stop/")

    assert scan(volunteer, held.code).status_code == 410
    assert volunteer.post("/checkin/undo/", {"nonce": uuid4()}).status_code == 410
    assert scan(other, held.code).json()["state"] == "admitted"
    assert admin_client.post(f"{page}{lost.pk + 100}/stop/").status_code == 404


def test_a_phone_that_practises_says_so(client: Client, door: Door, held: Ticket):
    client.post(path_of(door), {"practice": "1"})

    assert "Je oefent: niemand wordt binnengelaten." in client.get("/checkin/").text
    assert scan(client, held.code).json()["state"] == "admitted"
    assert not CheckIn.objects.exists()


def test_a_scan_that_is_asked_again_says_how_it_stands(volunteer: Client, door: Door, held: Ticket):
    first, second = uuid4(), uuid4()
    other = Client()
    other.post(path_of(door))
    scan(volunteer, held.code, first)
    assert scan(other, held.code, second).json()["state"] == "already"
    volunteer.post("/checkin/undo/", {"nonce": first})

    assert scan(volunteer, held.code, first).json()["state"] == "undone"
    assert scan(other, held.code, second).json()["state"] == "already"


def test_a_phone_that_opened_its_link_anew_can_still_take_back(volunteer: Client, door: Door, held: Ticket):
    nonce = scan(volunteer, held.code).json()["nonce"]
    volunteer.post(path_of(door))

    volunteer.post("/checkin/undo/", {"nonce": nonce})

    assert not CheckIn.objects.live().exists()


def test_a_phone_that_stops_is_no_longer_listed(volunteer: Client, held: Ticket):
    volunteer.post("/checkin/stop/")

    assert Device.objects.get().is_stopped


def test_a_phone_of_before_the_upgrade_goes_on(client: Client, door: Door, held: Ticket):
    session = client.session
    session["door"] = door.pk
    session.save()

    assert [scan(client, held.code).json()["state"] for _time in range(2)] == ["admitted", "already"]
    assert Device.objects.count() == 1
