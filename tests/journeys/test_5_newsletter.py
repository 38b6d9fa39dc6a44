"""5. Readers subscribe, an editor approves the waiting draft, and everybody gets it exactly once."""

import re
from dataclasses import dataclass

import pytest

from .browser import DESKTOP, PHONE, Visitor
from .http_client import FORM, ask
from .mailbox import Mailbox, link_in
from .organiser import preview, sign_in

EDITOR = "redactie@example.org"
# The letters of the demo's 440 readers go through a small mailbox.
SENT_WITHIN = 120


@dataclass(frozen=True)
class Issue:
    subject: str
    subject_in_english: str
    address: str
    prepared: int


@pytest.fixture(scope="session")
def readers(visiting, mailbox, run) -> dict[str, str]:
    """Somebody with a phone and somebody at a desk, who each confirmed with the link in their mail."""
    return {
        "phone": subscribe(visiting, mailbox, PHONE, f"lezer.phone.{run}@example.org"),
        "desktop": subscribe(visiting, mailbox, DESKTOP, f"lezer.desktop.{run}@example.org"),
    }


def subscribe(visiting, mailbox: Mailbox, screen: dict, email: str) -> str:
    with visiting(screen) as reader:
        reader.go("/nieuwsbrief/")
        reader.fill({"email": email})
        reader.follow("main form button")
        reader.see("Bijna klaar")
        link = link_in(mailbox.wait_for(email)[-1], "/bevestigen/")
        reader.go(link)
        reader.go(link)
        reader.follow("main form button")
        reader.see("Je bent aangemeld")
    return email


@pytest.fixture(scope="session")
def issue(visiting, readers, mailbox) -> Issue:
    """The draft that was waiting: read and changed at a desk and on a phone, then approved."""
    for screen in (DESKTOP, PHONE):
        with visiting(screen) as editor:
            open_draft(editor)
            subject, in_english = edit(editor)
            read(editor)
            try_out(editor, mailbox, subject)
    with visiting(PHONE) as editor:
        return approve(editor, subject, in_english)


def open_draft(editor: Visitor) -> None:
    sign_in(editor, "redactie")
    editor.go("/cms/nieuwsbrief/")
    editor.follow(editor.page.locator("tr", has_text="Concept").get_by_role("link"))


def edit(editor: Visitor) -> tuple[str, str]:
    overview = editor.page.url
    editor.follow("a.button[href*='/cms/pages/'][href$='/edit/']")
    subject = editor.page.locator("[name=title]").input_value().removesuffix(" 🔑") + " 🔑"
    in_english = editor.page.locator("[name=title_en]").input_value()
    editor.fill({"title": subject})
    preview(editor, subject)
    editor.follow("button.action-save >> visible=true")
    editor.go(overview)
    editor.see(subject)
    return subject, in_english


def read(editor: Visitor) -> None:
    """The letter as readers get it, in each of its forms."""
    overview = editor.page.url
    for mode in ("mail-nl", "mail-en"):
        editor.go(f"{overview}voorbeeld/{mode}/")
    editor.go(overview)


def try_out(editor: Visitor, mailbox: Mailbox, subject: str) -> None:
    before = len(mailbox.to(EDITOR))
    editor.follow("button[name=language][value=nl]")
    assert subject in mailbox.wait_for(EDITOR, before + 1)[-1]["subject"]


def approve(editor: Visitor, subject: str, in_english: str) -> Issue:
    open_draft(editor)
    editor.follow("a[href$='/goedkeuren/']")
    editor.follow("form[action$='/versturen/'] button")
    editor.see(subject)
    # The worker writes down who gets it.
    while "worden opgeschreven" in editor.page.inner_text("main"):
        editor.page.wait_for_timeout(200)
        editor.page.reload()
    prepared = editor.page.locator("progress").get_attribute("max")
    return Issue(subject, in_english, editor.page.url, int(prepared))


@pytest.fixture(scope="session")
def letters(issue, mailbox) -> list[str]:
    """The addresses at which it arrived."""
    subjects = {issue.subject, issue.subject_in_english}
    return mailbox.wait_for_letters(subjects, issue.prepared, SENT_WITHIN)


def test_a_link_that_a_mail_scanner_follows_confirms_nothing(visiting, mailbox, run):
    email = f"gescand.{run}@example.org"
    with visiting(PHONE) as reader:
        reader.go("/en/newsletter/")
        reader.fill({"email": email})
        reader.follow("main form button")
        link = link_in(mailbox.wait_for(email)[-1], "/confirm/")
        for _ in range(2):
            reader.go(link)
            assert reader.page.locator("main form button").count() == 1


def test_every_reader_gets_it_exactly_once(letters, issue, readers):
    assert len(letters) == len(set(letters)) == issue.prepared > 440
    assert set(readers.values()) < set(letters)
    assert not [address for address in letters if address.startswith("gescand")]


def test_the_editor_sees_that_all_of_it_was_sent(visiting, letters, issue):
    with visiting(DESKTOP) as editor:
        sign_in(editor, "redactie")
        editor.go(issue.address)
        assert editor.page.locator("progress").get_attribute("value") == str(len(letters))


@pytest.mark.usefixtures("letters")
def test_one_click_unsubscribes(visiting, issue, readers, mailbox, site):
    letter = mailbox.letter(readers["phone"], issue.subject)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.search(r"<(https?://[^>]+)>", letter["List-Unsubscribe"])[1]
    answer = ask(site, link.removeprefix(site), "POST", b"List-Unsubscribe=One-Click", {"Content-Type": FORM})
    assert answer.status == 200
    assert "Set-Cookie" not in answer.headers
    with visiting(PHONE) as reader:
        reader.go(link)
        reader.see("Je bent afgemeld")


@pytest.mark.usefixtures("letters")
def test_the_link_in_the_letter_unsubscribes_with_a_button(visiting, issue, readers, mailbox):
    letter = mailbox.letter(readers["desktop"], issue.subject)
    with visiting(DESKTOP) as reader:
        reader.go(link_in(letter, "/voorkeuren/"))
        reader.go(link_in(letter, "/afmelden/"))
        reader.follow("main form button")
        reader.see("Je bent afgemeld")


def test_the_archive_shows_it_to_everybody(visiting, issue):
    with visiting(PHONE) as visitor:
        visitor.go("/nieuwsbrief/archief/")
        visitor.follow(visitor.page.get_by_role("link", name=issue.subject))
        visitor.see(issue.subject)
        assert visitor.context.cookies() == []
