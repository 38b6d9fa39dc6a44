"""4. What breaks at a door is said, and mends itself: the connection, an answer, the decoder, the camera."""

from uuid import uuid4

import pytest
from playwright.sync_api import Route, expect

from .browser import ON_A_PHONE, Visitor
from .camera import hold_before
from .guests import Guest
from .http_client import send_form
from .volunteer import check, forgive, hear, inside, notice, start_scanning

pytestmark = ON_A_PHONE

SCAN, DECODER = "**/checkin/scan/?device=*", "**/zxing_reader*.wasm"
CAMERA_WITHOUT_A_LENS = """navigator.mediaDevices.getUserMedia = async () => {
    throw new DOMException("none", "NotFoundError");
}"""
CAMERA_THAT_ASKS = "navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined)"
TAKE_THE_CAMERA_AWAY = """() => {
    for (const track of document.querySelector("video").srcObject.getTracks()) {
        track.stop();
        track.dispatchEvent(new Event("ended"));
    }
}"""
CAMERA_IS_ON = "document.querySelector('video').srcObject.active"
EXPIRED = {"state": "expired", "word": "Deur dicht", "sentence": "Dit evenement is geweest."}


def lose(route: Route) -> None:
    """The server does what was asked; its answer never comes."""
    route.fetch()
    route.abort()


def hold(volunteer: Visitor) -> list[Route]:
    """The next scan waits until somebody lets it go on."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    volunteer.page.route(SCAN, keep, times=1)
    return held


def test_a_camera_that_is_switched_on_without_a_connection_reads_codes_once_there_is_one(
    visiting, screen, door, newcomer, film
):
    hold_before(film, newcomer.picture)
    with visiting(screen, permissions=["camera"]) as volunteer:
        start_scanning(volunteer, door)
        volunteer.context.set_offline(True)
        notice(volunteer, "offline", "Geen verbinding", "geprinte lijst")
        volunteer.click(".scanner__start")
        expect(volunteer.page.locator(".scanner__view")).to_be_visible()
        volunteer.page.wait_for_timeout(1000)
        volunteer.context.set_offline(False)
        hear(volunteer, "admitted", "Welkom", newcomer.name)
        notice(volunteer, "ready", "Houd een ticket voor de camera")
        forgive(volunteer, "ERR_INTERNET_DISCONNECTED")


def test_a_decoder_that_does_not_come_is_said_and_fetched_again(visiting, screen, door, newcomer, film):
    hold_before(film, newcomer.picture)
    with visiting(screen, permissions=["camera"]) as volunteer:
        start_scanning(volunteer, door)
        volunteer.page.route(DECODER, lambda route: route.fulfill(status=404))
        volunteer.click(".scanner__start")
        notice(volunteer, "no_decoder", "nog geen codes lezen", "typ zolang de codes")
        volunteer.page.unroute(DECODER)
        hear(volunteer, "admitted", "Welkom", newcomer.name)
        forgive(volunteer, "zxing_reader")


def test_a_lost_answer_is_asked_for_again_and_counts_once(visiting, screen, door, newcomer):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        before = int(inside(volunteer).inner_text())
        volunteer.page.route(SCAN, lose, times=1)
        check(volunteer, newcomer.code)
        hear(volunteer, "unanswered", "Geen antwoord", "We weten niet of deze scan is opgeslagen")
        hear(volunteer, "admitted", "Welkom", newcomer.name)
        expect(inside(volunteer)).to_have_text(str(before + 1))
        check(volunteer, newcomer.code)
        hear(volunteer, "already", newcomer.name)
        forgive(volunteer, "/checkin/scan/")


def test_a_lost_answer_comes_when_the_same_ticket_is_typed_again_however_it_is_typed(
    visiting, screen, door, newcomer
):
    code = newcomer.code
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        volunteer.page.route(SCAN, lose, times=1)
        check(volunteer, code)
        hear(volunteer, "unanswered")
        check(volunteer, f"{code[:4]} {code[4:].lower()}")
        hear(volunteer, "admitted", newcomer.name)
        forgive(volunteer, "/checkin/scan/")


def test_while_a_code_is_checked_no_older_verdict_stands(visiting, screen, door, newcomer, guest):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        check(volunteer, newcomer.code)
        hear(volunteer, "admitted", newcomer.name)
        held = hold(volunteer)
        check(volunteer, guest.code)
        hear(volunteer, "busy", "Bezig")
        expect(volunteer.page.locator(".scanner__verdict")).not_to_contain_text(newcomer.name)
        held[0].continue_()
        expect(volunteer.page.locator(".scanner__verdict")).to_contain_text(guest.name)


def test_an_answer_that_comes_late_is_not_taken_for_the_next_code(visiting, screen, door, newcomer, guest):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        held = hold(volunteer)
        check(volunteer, newcomer.code)
        hear(volunteer, "busy")
        check(volunteer, "nooit van gehoord")
        hear(volunteer, "unknown")
        held[0].continue_()
        volunteer.page.wait_for_timeout(500)
        hear(volunteer, "unknown")
        check(volunteer, newcomer.code)
        hear(volunteer, "admitted", newcomer.name)


def test_two_codes_under_one_number_are_not_taken_for_each_other(visiting, screen, door, newcomer, guest):
    numbers: list[str] = []

    def send_under_the_first_number(route: Route) -> None:
        values = route.request.post_data_json
        numbers.append(values["nonce"])
        route.continue_(post_data=values | {"nonce": numbers[0]})

    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        volunteer.page.route(SCAN, send_under_the_first_number)
        check(volunteer, newcomer.code)
        hear(volunteer, "admitted", newcomer.name)
        check(volunteer, guest.code)
        hear(volunteer, "mixed_up", "Scan opnieuw")


def test_who_was_let_in_by_mistake_is_not_counted_and_can_come_in_again(visiting, screen, door, newcomer):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        before = int(inside(volunteer).inner_text())
        check(volunteer, newcomer.code)
        hear(volunteer, "admitted", newcomer.name)
        expect(inside(volunteer)).to_have_text(str(before + 1))
        volunteer.click(".scanner__undo button")
        hear(volunteer, "undone", "Ongedaan")
        expect(inside(volunteer)).to_have_text(str(before))
        expect(volunteer.page.locator(".scanner__undo")).to_be_hidden()
        check(volunteer, newcomer.code)
        hear(volunteer, "admitted", newcomer.name)


def test_a_phone_that_practises_lets_nobody_in(visiting, screen, door, newcomer):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door, practice=True)
        volunteer.see("Je oefent: niemand wordt binnengelaten.")
        before = inside(volunteer).inner_text()
        for _time in range(2):
            check(volunteer, newcomer.code)
            hear(volunteer, "admitted", newcomer.name)
            expect(volunteer.page.locator(".scanner__undo")).to_be_hidden()
        volunteer.page.reload()
        expect(inside(volunteer)).to_have_text(before)


def test_a_ticket_whose_address_was_mended_is_an_old_one(visiting, screen, door, site, mailbox, evening):
    wrong, right = (f"{name}.{uuid4().hex[:8]}@example.org" for name in ("fout", "goed"))
    answer = send_form(site, f"{evening.path}aanmelden/", {"name": "Fout Getypt", "email": wrong})
    old = Guest("Fout Getypt", wrong, mailbox.wait_for(wrong)[0])
    send_form(site, answer.headers["Location"], {"email": right})
    new = Guest("Fout Getypt", right, mailbox.wait_for(right)[0])
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        check(volunteer, old.code)
        hear(volunteer, "replaced", "Oud ticket")
        check(volunteer, new.code)
        hear(volunteer, "admitted", new.name)


def test_an_empty_code_is_no_scan(visiting, screen, door):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        check(volunteer, "  ")
        hear(volunteer, "unreadable", "Niet gescand", "Typ de code die op het ticket staat")


def test_a_door_that_is_over_scans_no_more(visiting, screen, door, newcomer, film):
    hold_before(film)
    with visiting(screen, permissions=["camera"]) as volunteer:
        start_scanning(volunteer, door)
        volunteer.click(".scanner__start")
        notice(volunteer, "ready", "Klaar")
        volunteer.page.route(SCAN, lambda route: route.fulfill(status=410, json=EXPIRED))
        check(volunteer, newcomer.code)
        hear(volunteer, "expired", "Deur dicht")
        assert volunteer.page.evaluate("document.querySelector('video').srcObject") is None
        forgive(volunteer, "/checkin/")


def test_a_phone_without_a_camera_says_so_and_codes_can_be_typed(visiting, screen, door, newcomer):
    with visiting(screen, permissions=["camera"]) as volunteer:
        volunteer.context.add_init_script(CAMERA_WITHOUT_A_LENS)
        start_scanning(volunteer, door)
        volunteer.click(".scanner__start")
        notice(volunteer, "no_camera", "Hier werkt geen camera")
        expect(volunteer.page.locator(".scanner__start")).to_be_visible()
        check(volunteer, newcomer.code)
        hear(volunteer, "admitted", newcomer.name)


def test_while_the_camera_asks_whether_it_may_somebody_is_told_to_allow_it(visiting, screen, door):
    with visiting(screen) as volunteer:
        volunteer.context.add_init_script(CAMERA_THAT_ASKS)
        start_scanning(volunteer, door)
        volunteer.click(".scanner__start")
        notice(volunteer, "starting", "Sta hem toe")


def test_a_camera_that_goes_away_comes_back(visiting, screen, door, newcomer, film):
    hold_before(film, newcomer.picture)
    with visiting(screen, permissions=["camera"]) as volunteer:
        start_scanning(volunteer, door)
        volunteer.click(".scanner__start")
        hear(volunteer, "admitted", newcomer.name)
        volunteer.page.evaluate(TAKE_THE_CAMERA_AWAY)
        wait_until(volunteer, CAMERA_IS_ON)
        notice(volunteer, "ready")


def wait_until(volunteer: Visitor, condition: str) -> None:
    """The page's own rules let no script be made out of a text, so it is asked again and again."""
    for _attempt in range(50):
        if volunteer.page.evaluate(condition):
            return
        volunteer.page.wait_for_timeout(100)
    pytest.fail(f"This did not come true: {condition}")


def test_a_scanner_whose_script_does_not_come_says_what_to_do(visiting, screen, door, newcomer):
    with visiting(screen) as volunteer:
        volunteer.context.route("**/js/scanner.*js", lambda route: route.abort())
        start_scanning(volunteer, door)
        volunteer.see("De camera doet het nu niet op deze pagina")
        without_script(volunteer, newcomer)
        forgive(volunteer, "/js/scanner")


def without_script(volunteer: Visitor, guest: Guest) -> None:
    volunteer.fill({"code": guest.code})
    volunteer.follow(".scanner__form button")
    volunteer.see(guest.name)
