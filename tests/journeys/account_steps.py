"""A new colleague at the doors of their account, and the administrator who opens and shuts them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import sleep, time

from allauth.mfa import app_settings

from tests.site.accounts.signing_in import code_of

from .browser import Visitor
from .mailbox import Mailbox, link_in
from .organiser import sign_in

DOOR, SECOND_STEP, CODE = "/account/login/", "/account/second-step/", "/account/2fa/authenticate/"
APP, PASSKEY = "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"
SUBMIT = "main form.form button[type=submit] >> nth=0"
PLATFORM = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class App:
    """On a phone. A code opens once, so whoever is quick waits for the next."""

    secret: str
    last: str = ""

    def code(self) -> str:
        while (shown := code_of(self.secret)) == self.last:
            sleep(app_settings.TOTP_PERIOD - time() % app_settings.TOTP_PERIOD)
        self.last = shown
        return shown

    def wrong_code(self) -> str:
        return f"{(int(code_of(self.secret)) + 1) % 10**app_settings.TOTP_DIGITS:0{app_settings.TOTP_DIGITS}}"


@dataclass
class Colleague:
    email: str
    password: str
    app: App | None = None
    recovery_codes: tuple[str, ...] = ()


def invite(administrator: Visitor, email: str) -> None:
    administrator.go("/cms/users/")
    administrator.follow("a[href='/cms/users/new/'] >> visible=true")
    administrator.fill({"email": email, "first_name": "Nadia", "last_name": "Nieuwkoop"})
    administrator.page.locator("[name=language]").select_option("nl")
    administrator.click("a[href='#tab-roles'] >> nth=0")
    administrator.page.get_by_label("Naturalis").check()
    administrator.follow("form[action='/cms/users/new/'] button[type=submit]")
    administrator.see("De uitnodiging aan", "is onderweg")


def accept(visitor: Visitor, mailbox: Mailbox, colleague: Colleague) -> None:
    visitor.go(link_in(mailbox.wait_for(colleague.email)[-1], "/account/uitnodiging/"))
    choose_password(visitor, colleague)


def choose_password(visitor: Visitor, colleague: Colleague) -> None:
    """Behind the link of an invitation."""
    visitor.fill({"password1": colleague.password, "password2": colleague.password})
    visitor.follow(SUBMIT)
    assert at(visitor, SECOND_STEP)


def enrol_app(visitor: Visitor, colleague: Colleague) -> None:
    """The secret is behind a fold, for who can't scan; the recovery codes come once."""
    visitor.follow(f"a[href='{APP}']")
    visitor.click("main details summary")
    colleague.app = App(visitor.page.locator(".account__secret").inner_text())
    # An app shows the same code for half a minute, and to enrol does not use it up.
    visitor.fill({"code": code_of(colleague.app.secret)})
    visitor.follow(SUBMIT)
    colleague.recovery_codes = tuple(visitor.page.locator(".account__codes code").all_inner_texts())
    assert len(colleague.recovery_codes) == app_settings.RECOVERY_CODE_COUNT
    visitor.follow(f"main a[href='{SECOND_STEP}']")
    assert at(visitor, "/cms/")


def give_password(visitor: Visitor, colleague: Colleague) -> None:
    visitor.go(f"{DOOR}?next=/cms/")
    visitor.fill({"login": colleague.email, "password": colleague.password})
    visitor.follow(SUBMIT)


def give_code(visitor: Visitor, code: str) -> None:
    visitor.fill({"code": code})
    visitor.follow(SUBMIT)


def sign_out(visitor: Visitor) -> None:
    visitor.go("/account/logout/")
    visitor.follow(SUBMIT)
    assert is_out(visitor)


def is_out(visitor: Visitor) -> bool:
    visitor.go("/cms/")
    return at(visitor, DOOR)


def at(visitor: Visitor, path: str) -> bool:
    """Whatever comes behind the question mark."""
    return visitor.page.url.removeprefix(visitor.product.url).partition("?")[0] == path


def choose_new_password(visitor: Visitor, mailbox: Mailbox, colleague: Colleague, password: str) -> None:
    known = len(mailbox.to(colleague.email))
    visitor.go(DOOR)
    visitor.follow("a[href='/account/password/reset/']")
    visitor.fill({"email": colleague.email})
    visitor.follow(SUBMIT)
    visitor.go(link_in(mailbox.wait_for(colleague.email, known + 1)[-1], "/account/password/reset/key/"))
    visitor.fill({"password1": password, "password2": password})
    visitor.follow("main button[name=action]")
    colleague.password = password


def find_in_list(administrator: Visitor, email: str) -> None:
    administrator.go(f"/cms/users/?q={email}")


def reset_second_step(administrator: Visitor, email: str) -> None:
    find_in_list(administrator, email)
    page = administrator.page
    administrator.click(page.locator("tr", has_text=email).locator("button[aria-label*='Meer opties']"))
    administrator.follow(page.locator("a[href$='/tweede-stap/'] >> visible=true"))
    administrator.follow("form.ks-actions button")
    administrator.see("stelt bij het inloggen een nieuwe tweede stap in")


def deactivate(administrator: Visitor, email: str) -> None:
    find_in_list(administrator, email)
    administrator.follow(administrator.page.locator("tr", has_text=email).locator("a >> nth=0"))
    administrator.page.locator("[name=is_active]").uncheck()
    administrator.follow("form[action*='/cms/users/edit/'] button[type=submit]")


@contextmanager
def administering(visiting, screen: dict) -> Iterator[Visitor]:
    with visiting(screen) as administrator:
        sign_in(administrator, "beheer")
        yield administrator


def put_in_a_key(visitor: Visitor) -> None:
    """A device that knows its owner, as far as the browser can tell."""
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": PLATFORM})
