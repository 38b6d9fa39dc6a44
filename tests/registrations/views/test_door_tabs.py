"""Every tab of a phone is a scanner of its own: the one that it shows."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from registrations.models import CheckIn, CheckInUndo, Device, Door, Scan, Ticket
from tests.factories.registrations import make_door, open_event, ticket
from tests.registrations.views.volunteers import new_tab, scan

pytestmark = pytest.mark.django_db


def test_every_address_on_a_page_is_of_its_own_tab(client: Client, door: Door):
    first, second = new_tab(client, door), new_tab(client, door)

    for tab in (first, second):
        found = re.findall(r'"/checkin/([^"]*)"', client.get(f"/checkin/{tab}").text)
        assert sorted(found) == sorted(
            f"{part}{tab}" for part in ("", "count/", "others/", "scan/", "stop/", "undo/")
        )


def test_a_tab_that_practises_makes_no_other_tab_practise(client: Client, door: Door, held: Ticket):
    real, practice = new_tab(client, door), new_tab(client, door, practice="1")

    assert "Je oefent" in client.get(f"/checkin/{practice}").text
    assert "Je oefent" not in client.get(f"/checkin/{real}").text
    assert scan(client, held.code, tab=practice).json()["state"] == "admitted"
    assert not CheckIn.objects.exists()
    assert scan(client, held.code, tab=real).json()["state"] == "admitted"
    assert CheckIn.objects.get().scan.device.pk == int(real.removeprefix("?device="))


def test_two_tabs_scan_for_the_events_they_show(client: Client, door: Door, held: Ticket):
    elsewhere = ticket(open_event())
    here, there = new_tab(client, door), new_tab(client, make_door(elsewhere.registration.event))

    assert scan(client, held.code, tab=there).json()["state"] == "wrong_event"
    assert scan(client, held.code, tab=here).json()["state"] == "admitted"
    assert client.get(f"/checkin/count/{here}").json() == {"admitted": 1, "registered": 1}
    assert client.get(f"/checkin/count/{there}").json() == {"admitted": 0, "registered": 1}


def test_without_a_script_a_tab_stays_itself(client: Client, door: Door, held: Ticket):
    real = new_tab(client, door)
    new_tab(client, door, practice="1")

    page = client.post(f"/checkin/{real}", {"code": held.code, "nonce": uuid4()})
    nonce = CheckIn.objects.get().scan.nonce

    assert f'action="/checkin/undo/{real}"' in page.text
    assert "Ongedaan" in client.post(f"/checkin/undo/{real}", {"nonce": nonce}).text
    assert CheckInUndo.objects.get().device.pk == int(real.removeprefix("?device="))


def test_who_names_no_tab_is_the_last(client: Client, door: Door, held: Ticket):
    new_tab(client, door, practice="1")
    last = new_tab(client, door)

    assert f"/checkin/scan/{last}" in client.get("/checkin/").text
    assert scan(client, held.code).json()["state"] == "admitted"
    assert CheckIn.objects.exists()


def test_a_tab_that_stops_leaves_the_others_alone(client: Client, door: Door, held: Ticket):
    real, practice = new_tab(client, door), new_tab(client, door, practice="1")

    for _time in range(2):
        after = client.post(f"/checkin/stop/{practice}", follow=True)
        assert (after.status_code, after.redirect_chain) == (200, [(f"/checkin/{practice}", 302)])
        assert 'id="scanner"' not in after.text
    refused = scan(client, held.code, tab=practice)

    assert (refused.status_code, refused.json()["state"]) == (403, "stopped")
    assert [device.is_stopped for device in Device.objects.all()] == [False, True]
    assert f"/checkin/scan/{real}" in client.get("/checkin/").text
    assert scan(client, held.code, tab=real).json()["state"] == "admitted"


NO_TABS = ["", "abc", "0", "-1", "1.0", "1e3", "+1", "9" * 40, "%00", "%ff", "%D9%A1", "[]", "None"]


def test_a_phone_is_no_tab_that_it_did_not_start(
    volunteer: Client, door: Door, held: Ticket, subtests: pytest.Subtests
):
    somebody_elses = new_tab(Client(), door).removeprefix("?device=")
    nothing = Client()
    for name in (*NO_TABS, somebody_elses):
        with subtests.test(name[:10]):
            tab = f"?device={name}"
            fields = {"code": held.code, "nonce": uuid4()}
            page, plain = volunteer.get(f"/checkin/{tab}"), nothing.get("/checkin/")
            assert (page.status_code, heading(page.text)) == (200, heading(plain.text))
            assert volunteer.post(f"/checkin/{tab}", fields).status_code == 403
            assert volunteer.post(f"/checkin/undo/{tab}", fields).status_code == 403
            assert volunteer.get(f"/checkin/count/{tab}").status_code == 403
            assert scan(volunteer, held.code, tab=tab).json() == scan(nothing, held.code).json()
            assert volunteer.post(f"/checkin/stop/{tab}", follow=True).status_code == 200

    assert not Scan.objects.exists()
    assert not any(device.is_stopped for device in Device.objects.all())


def heading(page: str) -> str:
    return re.search(r'<header class="page-head">.*?</header>', page, re.DOTALL)[0]
