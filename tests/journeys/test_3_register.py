"""3. Somebody registers without an account and gets a ticket by mail."""

from playwright.sync_api import expect

from .calendars import in_utc, read_with_ical, read_with_vobject
from .camera import read_code
from .guests import enrolled, register
from .http_client import ask
from .mailbox import attachments_of, html_of, link_in, text_of
from .organiser import to_registrations


def test_the_mail_brings_the_ticket_with_its_code_as_a_picture(guest, evening, site):
    assert evening.title in guest.mail["subject"]
    assert guest.name not in text_of(guest.mail)
    assert read_code(guest.picture) == guest.code
    for part in (text_of(guest.mail), html_of(guest.mail)):
        assert f"{site}/t/{guest.code}" in part
        assert "/aanmelding/afzeggen/" in part


def test_the_mail_brings_an_entry_for_a_calendar(guest, evening):
    entry = attachments_of(guest.mail)["event.ics"].decode()
    assert read_with_vobject(entry) == read_with_ical(entry)
    ((starts, _, title),) = read_with_vobject(entry).values()
    assert (starts, title) == (in_utc(evening.starts), evening.title)


def test_the_ticket_page_shows_a_code_that_another_decoder_reads(visiting, screen, guest, site):
    for colours in ("light", "dark"):
        with visiting(screen, color_scheme=colours) as visitor:
            page = visitor.go(f"/t/{guest.code}")
            visitor.see(guest.name)
            assert read_code(page.screenshot()) == guest.code
            visitor.go(f"/t/{guest.code}?language=en")
            assert page.locator("html").get_attribute("lang") == "en"
            assert visitor.context.cookies() == []
    assert read_code(ask(site, f"/t/{guest.code}.png").body) == guest.code


def test_a_double_click_gives_one_place(visiting, screen, mark, evening, mailbox):
    email = f"dubbel.{mark}@example.org"
    with visiting(screen) as visitor:
        page = visitor.go(f"{evening.path}aanmelden/")
        visitor.fill({"name": "Dubbel Klik", "email": email})
        page.locator("main form button").dblclick()
        # The second click breaks off the page that the first one brings.
        page.wait_for_url("**/gelukt/**")
        visitor.examine()
    mailbox.wait_for(email)
    assert places_of(visiting, screen, evening, email) == 1
    assert len(mailbox.to(email)) == 1


def places_of(visiting, screen, evening, email: str) -> int:
    """As the organiser counts them."""
    with visiting(screen) as organiser:
        to_registrations(organiser, evening)
        return organiser.page.locator("tr", has_text=email).count()


def test_a_mistake_is_explained_where_it_was_made(visiting, screen, evening):
    with visiting(screen) as visitor:
        page = visitor.go(f"{evening.path}aanmelden/")
        register(visitor, "Noor", "noor@")
        assert page.title().startswith("Niet verstuurd")
        assert page.locator("[name=email]").get_attribute("aria-invalid") == "true"
        assert page.locator("[name=name]").input_value() == "Noor"
        visitor.click("main a[href='#id_email']")
        expect(page.locator("[name=email]")).to_be_focused()


def test_a_place_is_given_back_with_the_link_in_the_mail(visiting, screen, mark, evening, site, mailbox):
    quitter = enrolled(site, mailbox, evening, "Toch Niet", f"toch.niet.{mark}@example.org")
    with visiting(screen) as visitor:
        visitor.go(link_in(quitter.mail, "/afzeggen/"))
        visitor.follow("main form button")
        visitor.see("Je bent afgemeld")
        visitor.go(f"/t/{quitter.code}")
        visitor.see("Je hebt deze plek teruggegeven")
    assert len(mailbox.wait_for(quitter.email, 2)) == 2


def test_registering_needs_no_script(visiting, screen, mark, evening, mailbox):
    email = f"zonder.{mark}@example.org"
    with visiting(screen, java_script_enabled=False) as visitor:
        visitor.go(f"/en{evening.path}")
        visitor.follow(f"a[href='/en{evening.path}register/'] >> visible=true")
        register(visitor, "No Script", email)
        visitor.see(email)
    assert "/en/registration/cancel/" in text_of(mailbox.wait_for(email)[0])


def test_registering_leaves_one_cookie_that_guards_the_form(visiting, screen, evening):
    with visiting(screen) as visitor:
        visitor.go(f"{evening.path}aanmelden/")
        assert [cookie["name"] for cookie in visitor.context.cookies()] == ["csrftoken"]
