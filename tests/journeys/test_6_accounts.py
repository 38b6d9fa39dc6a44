"""6. A colleague comes to work here, loses a phone, and leaves."""

from dataclasses import replace

import pytest

from . import account_steps, browser
from .account_steps import CODE, DOOR, PASSKEY, SECOND_STEP, Colleague, administering, at
from .browser import DESKTOP, ON_A_PHONE
from .mailbox import PATIENCE, link_in, text_of

FIRST, SECOND = "zeven groene fietsen aan de gracht", "drie stille wolken boven een molen"
LOST = "Je tweede stap is teruggezet"


@pytest.fixture(scope="module")
def nadia(visiting, screen, mark, mailbox) -> Colleague:
    """Invited in the CMS, and come in by what stood in the mail."""
    nadia = Colleague(f"nadia.{mark}@example.org", FIRST)
    with administering(visiting, screen) as administrator:
        account_steps.invite(administrator, nadia.email)
    with visiting(screen) as visitor:
        account_steps.accept(visitor, mailbox, nadia)
        account_steps.enrol_app(visitor, nadia)
        account_steps.sign_out(visitor)
    return nadia


@ON_A_PHONE
def test_an_invitation_opens_the_door_once(visiting, screen, nadia, mailbox):
    with visiting(screen) as somebody:
        link = link_in(mailbox.to(nadia.email)[0], "/account/uitnodiging/")
        somebody.go(link, status=410)
        somebody.see("Deze link werkt niet")


@ON_A_PHONE
def test_signing_in_takes_the_password_and_the_code_of_the_app(visiting, screen, nadia):
    with visiting(screen) as visitor:
        account_steps.give_password(visitor, nadia)
        assert at(visitor, CODE)
        account_steps.give_code(visitor, nadia.app.wrong_code())
        assert at(visitor, CODE)
        account_steps.give_code(visitor, nadia.app.code())
        assert at(visitor, "/cms/")
        account_steps.sign_out(visitor)


@ON_A_PHONE
def test_a_recovery_code_opens_once_instead_of_the_phone(visiting, screen, nadia):
    code = nadia.recovery_codes[0]
    with visiting(screen) as visitor:
        account_steps.give_password(visitor, nadia)
        account_steps.give_code(visitor, code)
        assert at(visitor, "/cms/")
        account_steps.sign_out(visitor)

        account_steps.give_password(visitor, nadia)
        account_steps.give_code(visitor, code)
        assert at(visitor, CODE)


def test_each_page_about_signing_in_is_for_everybody(visiting, screen, nadia):
    with visiting(screen) as visitor:
        account_steps.give_password(visitor, nadia)
        account_steps.give_code(visitor, nadia.recovery_codes[1])
        for path in ("password/change/", "2fa/", "2fa/recovery-codes/", "sessions/"):
            visitor.go(f"/account/{path}")
            visitor.go(f"/en/account/{path}")


@ON_A_PHONE
def test_after_a_new_password_by_mail_the_code_is_asked_as_before(visiting, screen, nadia, mailbox):
    old = nadia.password
    with visiting(screen) as visitor:
        account_steps.choose_new_password(visitor, mailbox, nadia, SECOND)
        account_steps.give_password(visitor, replace(nadia, password=old))
        assert at(visitor, DOOR)
        account_steps.give_password(visitor, nadia)
        account_steps.give_code(visitor, nadia.app.code())
        assert at(visitor, "/cms/")


@ON_A_PHONE
def test_who_lost_the_phone_begins_again_and_who_leaves_is_out_at_once(visiting, screen, nadia, mailbox):
    with visiting(screen) as visitor, administering(visiting, screen) as administrator:
        account_steps.give_password(visitor, nadia)
        account_steps.give_code(visitor, nadia.recovery_codes[2])
        assert at(visitor, "/cms/")

        account_steps.reset_second_step(administrator, nadia.email)

        assert account_steps.is_out(visitor)
        account_steps.give_password(visitor, nadia)
        assert at(visitor, SECOND_STEP)
        account_steps.enrol_app(visitor, nadia)

        account_steps.deactivate(administrator, nadia.email)

        assert account_steps.is_out(visitor)
        account_steps.give_password(visitor, nadia)
        assert not at(visitor, "/cms/")
        assert account_steps.is_out(visitor)
    assert mailbox.wait_for_letters({LOST}, 1, PATIENCE)
    assert "beheerder" in text_of(mailbox.letter(nadia.email, LOST))


def test_a_passkey_alone_opens_the_door(chromium, running_product, run):
    """A browser takes no passkey for a number as address, so this visit asks for the site by name."""
    by_name = replace(running_product, url=running_product.url.replace("127.0.0.1", "localhost"))
    with browser.visiting(chromium, by_name, DESKTOP) as visitor:
        account_steps.put_in_a_key(visitor)
        account_steps.sign_in(visitor, "nieuw")
        assert at(visitor, SECOND_STEP)
        visitor.follow(f"a[href='{PASSKEY}']")
        visitor.fill({"name": f"laptop {run}"})
        visitor.follow("#mfa_webauthn_add")
        visitor.follow(f"main a[href='{SECOND_STEP}']")
        assert at(visitor, "/cms/")
        visitor.go("/account/2fa/webauthn/")
        visitor.see(f"laptop {run}")
        account_steps.sign_out(visitor)

        visitor.go(f"{DOOR}?next=/cms/")
        visitor.follow("#passkey_login")

        assert at(visitor, "/cms/")
