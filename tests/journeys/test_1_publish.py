"""1. An organiser publishes an event."""

from .browser import DESKTOP
from .http_client import ask
from .mailbox import link_in
from .organiser import sign_in

MOST_FIELDS, MOST_CLICKS = 10, 15


def test_publishing_asks_at_most_ten_things_and_few_clicks(evening, screen_name):
    print(
        f"\nOn a {screen_name}: {evening.clicks} clicks, {len(evening.asked)} fields: {', '.join(sorted(evening.asked))}"
    )
    assert len(evening.asked) <= MOST_FIELDS
    assert evening.clicks <= MOST_CLICKS


def test_an_organiser_sees_their_own_events_with_numbers(visiting, screen, evening):
    with visiting(screen) as organiser:
        sign_in(organiser, "naturalis")
        organiser.see(evening.title)
        organiser.go("/cms/evenementen/")
        organiser.see(evening.title)


def test_another_organiser_sees_nothing_of_it_in_the_editor(visiting, screen, evening):
    with visiting(screen) as colleague:
        sign_in(colleague, "kennisstad")
        assert evening.title not in colleague.page.content()
        colleague.go("/cms/evenementen/?which=all")
        assert evening.title not in colleague.page.content()


def test_signing_in_asks_for_an_address_and_a_password(visiting, mailbox):
    """The demo's people have no password, so one first asks for a new one by mail."""
    address, password = "naturalis@example.org", "wulpen-roepen-boven-de-duinen"
    with visiting(DESKTOP) as organiser:
        page = organiser.go("/account/login/?next=/cms/")
        organiser.follow("a[href='/account/password/reset/']")
        organiser.fill({"email": address})
        organiser.follow("main form button")
        organiser.go(link_in(mailbox.wait_for(address)[-1], "/account/password/reset/key/"))
        organiser.fill({"password1": password, "password2": password})
        organiser.follow("main button[name=action]")
        organiser.go("/account/login/?next=/cms/")
        organiser.fill({"login": address, "password": password})
        organiser.follow("main form.form button.nl-button--primary")
        assert page.url.endswith("/cms/")


def test_the_editor_opens_for_nobody_else(site):
    for path in (
        "/cms/",
        "/cms/evenementen/nieuw/",
        "/cms/aanmeldingen/",
        "/cms/nieuwsbrief/",
        "/cms/pages/",
    ):
        answer = ask(site, path)
        assert answer.status == 302
        assert answer.headers["Location"].startswith("/account/login/?next=")
