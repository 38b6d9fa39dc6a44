"""People who come together: one form, one mail, one link to change it, and one scan."""

import re

import pytest

from .browser import Visitor
from .mailbox import attachments_of, link_in, text_of
from .organiser import to_registrations
from .volunteer import check, hear, start_scanning


@pytest.fixture(scope="session")
def together(visiting, screen, evening) -> None:
    """The organiser lets people bring two others, and classes come."""
    with visiting(screen) as organiser:
        to_registrations(organiser, evening)
        organiser.follow("a[href$='/voorwaarden/']")
        organiser.click(".ks-further > summary")
        organiser.fill({"party_size": "3", "group_size": "30"})
        organiser.follow("form.ks-form button[type=submit]")
        organiser.see("Opgeslagen")


def fill_in_names(visitor: Visitor, *names: str) -> None:
    for number, name in enumerate(names):
        visitor.page.locator("[name=companions]").nth(number).fill(name)


@pytest.mark.usefixtures("together")
def test_three_people_come_with_one_form(visiting, screen, mark, evening, mailbox, door):
    email = f"samen.{mark}@example.org"
    with visiting(screen, java_script_enabled=False) as visitor:
        visitor.go(f"{evening.path}aanmelden/")
        visitor.fill({"name": "Noor", "email": email})
        fill_in_names(visitor, "Sam 🐝", "ليلى")
        visitor.follow("main form button")
        visitor.see("Je aanmelding is bevestigd", email)
        [mail] = mailbox.wait_for(email)
        assert len([name for name in attachments_of(mail) if name.startswith("ticket-")]) == 3

        visitor.go(link_in(mail, re.search(r"/aanmelding/(?!afzeggen)[^/]+/", text_of(mail))[0]))
        visitor.see("Mijn aanmelding", "Sam 🐝", "ليلى")
        visitor.page.get_by_label("Naam op ticket 2").fill("Samira")
        visitor.follow("main form button:not([name])")
        visitor.see("Opgeslagen.", "Samira")
        visitor.follow("main a[href*='/afzeggen/']")
        visitor.click("label:has-text('ليلى')")
        visitor.follow("main form button[name=some]")
        visitor.see("Die plekken zijn vrij", "Je 2 tickets")

    first, *_others = re.findall(r"/t/(\w{16})\b", text_of(mail))
    with visiting(screen) as volunteer:
        start_scanning(volunteer, door)
        check(volunteer, first)
        hear(volunteer, "admitted", "Noor. 1 van 2 binnen.")
        volunteer.click(".scanner__others button")
        hear(volunteer, "admitted", "2 van 2 binnen.")


@pytest.mark.usefixtures("together")
def test_a_class_comes_with_one_contact(visiting, screen, mark, evening, mailbox):
    email = f"klas.{mark}@example.org"
    with visiting(screen) as visitor:
        visitor.go(f"/en{evening.path}register/")
        visitor.follow("main a[href$='/register/group/']")
        visitor.fill({"group_name": "Class 4B", "number": "one", "name": "Mo", "email": email})
        visitor.follow("main form button")
        visitor.see("Enter a whole number, in figures.")
        visitor.fill({"number": "4"})
        visitor.follow("main form button")
        visitor.see("Your registration is confirmed")
    [mail] = mailbox.wait_for(email)
    with visiting(screen) as visitor:
        visitor.go(link_in(mail, re.search(r"/en/registration/(?!cancel)[^/]+/", text_of(mail))[0]))
        visitor.see("Class 4B", "Your 4 tickets")
        visitor.follow("main a[href$='/erase/']")
        visitor.follow("main form button")
        visitor.see("Your data are erased")
