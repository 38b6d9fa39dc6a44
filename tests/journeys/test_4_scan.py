"""4. A volunteer scans at the door, and the organiser sees who is inside."""

import csv
import re
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from .browser import NARROW, ON_A_PHONE, Visitor
from .camera import hold_before
from .guests import Guest, enrolled
from .http_client import ask, send_form
from .mailbox import link_in
from .organiser import to_registrations
from .volunteer import check, forgive, hear, inside, new_door, notice, start_scanning

PRACTICE = "Je oefent: niemand wordt binnengelaten."
AT_THE_OTHER_DOOR = 20_000  # milliseconds; phones ask every ten seconds
FORMULA = '=HYPERLINK("http://evil.example";"klik")'


@pytest.fixture(scope="session")
def latecomer(site, mailbox, evening, mark) -> Guest:
    return enrolled(site, mailbox, evening, FORMULA, f"laat.{mark}@example.org")


@pytest.fixture(scope="session")
def quitter(site, mailbox, evening, mark) -> Guest:
    """Gave the place back with the link in the mail."""
    guest = enrolled(site, mailbox, evening, "Toch Niet", f"weg.{mark}@example.org")
    link = link_in(guest.mail, "/afzeggen/").removeprefix(site)
    assert send_form(site, link, {}).status == HTTPStatus.FOUND
    return guest


def test_the_camera_reads_ticket_after_ticket(visiting, screen, door, guest, film, site):
    hold_before(film, guest.picture, ask(site, f"/t/{ticket_of_tonight(site)}.png").body)
    with visiting(screen, permissions=["camera"]) as volunteer:
        start_scanning(volunteer, door)
        volunteer.click(".scanner__start")
        hear(volunteer, "admitted", "Welkom", guest.name)
        hear(volunteer, "wrong_event", "Ander evenement", "wat weet de stad")


def ticket_of_tonight(site: str) -> str:
    """One of another event, from the demo's wall of codes to try."""
    return re.search(r"\b([A-Z2-9]{4}( [A-Z2-9]{4}){3})\b", ask(site, "/demo/qr/").text)[1].replace(" ", "")


def test_a_second_scan_says_when_the_first_was(visiting, screen, door, guest):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        check(volunteer, guest.code)
        volunteer.see(guest.name)
        check(volunteer, guest.code)
        hear(volunteer, "already", "Al binnen", guest.name)
        assert re.search(r"\d\d?\.\d\d", volunteer.page.locator(".scanner__sentence").inner_text())


def test_a_typed_code_may_look_sloppy_and_a_strange_one_is_unknown(
    visiting, screen, door, latecomer, quitter
):
    code = latecomer.code
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        check(volunteer, f" {code[:4].lower()}-{code[4:8]} {code[8:].lower()} ")
        hear(volunteer, "admitted", "Welkom", latecomer.name)
        check(volunteer, "nooit van gehoord")
        hear(volunteer, "unknown", "Onbekende code")
        check(volunteer, quitter.code)
        hear(volunteer, "cancelled", quitter.name)


@ON_A_PHONE
def test_two_phones_at_one_door_let_somebody_in_once_and_count_alike(visiting, screen, door, newcomer):
    with visiting(screen) as volunteer, visiting(screen) as colleague:
        start_scanning(volunteer, door)
        start_scanning(colleague, door)
        before = int(inside(volunteer).inner_text())
        check(volunteer, newcomer.code)
        hear(volunteer, "admitted", "Welkom", newcomer.name)
        expect(inside(volunteer)).to_have_text(str(before + 1))
        expect(inside(colleague)).to_have_text(str(before + 1), timeout=AT_THE_OTHER_DOOR)
        check(colleague, newcomer.code)
        hear(colleague, "already", "Al binnen", newcomer.name)
        for phone in (volunteer, colleague):
            phone.page.reload()
            expect(inside(phone)).to_have_text(str(before + 1))


@ON_A_PHONE
def test_every_tab_of_a_phone_does_what_its_screen_says(visiting, screen, door, newcomer):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        before = int(inside(volunteer).inner_text())
        practising = volunteer.new_tab()
        start_scanning(practising, door, practice=True)
        practising.see(PRACTICE)
        expect(volunteer.page.locator("body")).not_to_contain_text(PRACTICE)
        check(practising, newcomer.code)
        hear(practising, "admitted", "Welkom", newcomer.name)
        check(volunteer, newcomer.code)
        hear(volunteer, "admitted", "Welkom", newcomer.name)
        expect(inside(volunteer)).to_have_text(str(before + 1))
        check(practising, newcomer.code)
        hear(practising, "already", "Al binnen", newcomer.name)
        volunteer.page.reload()
        expect(volunteer.page.locator("body")).not_to_contain_text(PRACTICE)


@ON_A_PHONE
def test_a_tab_that_stops_leaves_the_others_of_its_phone_alone(visiting, screen, door, newcomer):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        practising = volunteer.new_tab()
        start_scanning(practising, door, practice=True)
        practising.follow(".scanner__stop button")
        practising.see("Open de link die je van de organisator kreeg")
        check(volunteer, newcomer.code)
        hear(volunteer, "admitted", "Welkom", newcomer.name)


def test_the_longest_name_fits_on_a_ticket(visiting, latecomer):
    with visiting(NARROW) as visitor:
        visitor.go(f"/t/{latecomer.code}")
        visitor.see(latecomer.name)


@ON_A_PHONE
def test_a_refused_camera_is_explained_and_codes_can_still_be_typed(visiting, screen, door):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        volunteer.click(".scanner__start")
        notice(volunteer, "camera_refused", "De camera mag niet aan")
        expect(volunteer.page.locator("[name=code]")).to_be_visible()


def test_scanning_needs_no_script(visiting, screen, door, latecomer):
    with visiting(screen, java_script_enabled=False) as volunteer:
        start_scanning(volunteer, door)
        volunteer.fill({"code": latecomer.code})
        volunteer.follow(".scanner__form button")
        hear(volunteer, "already", "Al binnen", latecomer.name)


def test_a_door_opens_nothing_else(visiting, screen, door):
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        volunteer.go("/cms/aanmeldingen/")
        assert "/account/login/" in volunteer.page.url


@pytest.mark.usefixtures("latecomer", "quitter")
def test_the_organiser_sees_who_is_inside_and_takes_the_list_along(visiting, screen, evening, guest, door):
    admit(visiting, screen, door, guest)
    with visiting(screen) as organiser:
        to_registrations(organiser, evening)
        expect(organiser.page.locator("tr", has_text=guest.email)).to_contain_text("Binnen sinds")
        rows = downloaded(organiser)
        registered, admitted = figures(organiser)
    assert registered == sum(row["Status"] != "Geannuleerd" for row in rows)
    assert admitted == sum(bool(row["Ingecheckt"]) for row in rows)
    assert "'" + FORMULA in {row["Naam"] for row in rows}


def admit(visiting, screen, door, guest) -> None:
    """Whether or not somebody did before."""
    with visiting(screen, java_script_enabled=False) as volunteer:
        start_scanning(volunteer, door)
        volunteer.fill({"code": guest.code})
        volunteer.follow(".scanner__form button")
        volunteer.see(guest.name)


def figures(organiser: Visitor) -> tuple[int, int]:
    registered, _left, admitted, _open = organiser.page.locator(".ks-figures dd").all_inner_texts()
    return int(registered), int(admitted)


def downloaded(organiser: Visitor) -> list[dict[str, str]]:
    with organiser.page.expect_download() as download:
        organiser.click("form[action$='/export/'] button")
    text = download.value.path().read_text("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def test_a_stopped_link_lets_nobody_scan_any_more(visiting, screen, evening, guest):
    with visiting(screen) as organiser, visiting(screen, java_script_enabled=False) as volunteer:
        link = new_door(organiser, evening)
        start_scanning(volunteer, link)
        organiser.follow("form[action$='/stop/'] button")
        volunteer.fill({"code": guest.code})
        volunteer.follow(".scanner__form button")
        volunteer.see("Deur gestopt", "Vraag de organisator om een nieuwe")
        volunteer.go("/checkin/", status=410)
        volunteer.go(link, status=410)


@ON_A_PHONE
def test_a_phone_hears_by_itself_that_its_door_is_stopped(visiting, screen, evening, guest):
    with visiting(screen) as organiser, visiting(screen) as volunteer:
        start_scanning(volunteer, new_door(organiser, evening))
        check(volunteer, guest.code)
        volunteer.see(guest.name)
        organiser.follow("form[action$='/stop/'] button")
        hear(volunteer, "stopped", "Deur gestopt", "Deze link werkt niet meer")
        expect(volunteer.page.locator(".scanner__form")).to_be_hidden()
        forgive(volunteer, "/checkin/")
