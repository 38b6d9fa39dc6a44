"""A second factor or passkey is what opens the CMS, used in this very session, at every door."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from kennisstad.accounts.models import User
from kennisstad.accounts.partners import join
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.site.accounts.partner_worlds import Partner, addresses, administrator, leaking_queries
from tests.site.accounts.signing_in import code_of, sign_in, with_password

pytestmark = pytest.mark.django_db

ENROLLING = "/account/second-step/"
APP, PASSKEY = "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"
CODES = "/account/2fa/recovery-codes/"


@pytest.fixture(autouse=True)
def _nobody_is_excused(settings: Settings) -> None:
    settings.WITHOUT_SECOND_FACTOR = []


@pytest.fixture
def colleague() -> User:
    user = with_password(UserFactory(email="noor@example.org"))
    join(user, OrganisationFactory())
    return user


@pytest.fixture
def secret(colleague: User) -> str:
    return enrol(colleague)


def enrol(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def led_to(client: Client, address: str) -> str:
    return client.get(address, follow=True).redirect_chain[-1][0]


def test_at_every_address_an_unproven_administrator_gets_what_a_stranger_gets():
    victim = Partner("naturalis")
    stranger, unproven = Client(raise_request_exception=False), Client(raise_request_exception=False)
    unproven.force_login(administrator())
    asked = [address for name, address in addresses(victim) if name != "wagtailadmin_logout"]
    asked += list(leaking_queries(victim))
    asked += [victim.document.url, "/", victim.live.url, "/account/2fa/", "/account/sessions/"]

    def answers(client: Client) -> list[tuple[str, int, str]]:
        found = [(address, client.get(address)) for address in asked]
        return [(address, answer.status_code, answer.get("Location", "")) for address, answer in found]

    assert answers(unproven) == answers(stranger)
    assert len(asked) > 300


def test_nothing_of_a_page_shows_that_somebody_unproven_is_signed_in(client: Client):
    victim = Partner("naturalis")
    client.force_login(administrator())

    page = client.get(victim.live.url).content.decode()

    assert "wagtail-userbar" not in page
    assert page == Client().get(victim.live.url).content.decode()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_whoever_has_only_a_password_is_led_to_enrolling_and_then_to_where_they_were_going(
    client: Client, colleague: User
):
    sign_in(client, colleague, onward="/cms/evenementen/?which=past")
    assert led_to(client, "/cms/evenementen/?which=past") == ENROLLING
    secret = re.search(r'account__secret">([A-Z2-7]{32})<', client.get(APP).content.decode())[1]

    enrolled = client.post(APP, {"code": code_of(secret)})

    assert enrolled.url == CODES
    codes = client.get(CODES).content.decode()
    assert all(code in codes for code in RecoveryCodes(recovery_codes_of(colleague)).get_unused_codes())
    assert client.get(ENROLLING).url == "/cms/evenementen/?which=past"
    assert client.get("/cms/").status_code == 200


def recovery_codes_of(user: User) -> Authenticator:
    return Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)


def test_enrolling_goes_on_when_the_password_was_given_long_ago(client: Client, colleague: User):
    client.force_login(colleague)

    assert led_to(client, APP) == f"/account/reauthenticate/?next={APP.replace('/', '%2F')}"


def test_a_wrong_code_enrols_nobody(client: Client, colleague: User):
    sign_in(client, colleague)
    client.get(APP)

    client.post(APP, {"code": "000000"})

    assert led_to(client, "/cms/") == ENROLLING


@pytest.mark.parametrize(("seconds", "inside"), [(30, True), (90, False)])
def test_a_code_that_changed_while_it_was_typed_still_counts(
    seconds: int, inside: bool, client: Client, colleague: User, secret: str
):
    with time_machine.travel(timezone.now()) as clock:
        code = code_of(secret)
        clock.shift(seconds)
        sign_in(client, colleague, code=code)

        assert (client.get("/cms/").status_code == 200) is inside


@pytest.mark.parametrize("address", [APP, PASSKEY, "/account/reauthenticate/", CODES, f"{CODES}generate/"])
def test_a_password_adds_nothing_to_a_second_factor_that_is_there(
    address: str, client: Client, colleague: User
):
    sign_in(client, colleague)
    enrol(colleague)

    chain = client.get(address, follow=True).redirect_chain

    assert urlsplit(chain[-1][0]).path == "/account/2fa/reauthenticate/"
    assert 'href="/account/reauthenticate/' not in client.get(chain[-1][0]).content.decode()


def test_a_session_from_before_goes_on_once_the_code_is_given(client: Client, colleague: User, secret: str):
    client.force_login(colleague)

    asked = led_to(client, "/cms/evenementen/")
    onward = parse_qs(urlsplit(asked).query)["next"][0]
    answer = client.post("/account/2fa/reauthenticate/", {"code": code_of(secret), "next": onward})

    assert onward == answer.url == "/cms/evenementen/"
    assert client.get("/cms/").status_code == 200


def test_a_second_factor_that_was_taken_away_counts_no_longer(client: Client, colleague: User, secret: str):
    sign_in(client, colleague, code=code_of(secret))
    assert client.get("/cms/").status_code == 200

    Authenticator.objects.filter(user=colleague).delete()

    assert led_to(client, "/cms/") == ENROLLING


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_new_recovery_codes_leave_one_inside(client: Client, colleague: User, secret: str):
    one, another, *_rest = RecoveryCodes(recovery_codes_of(colleague)).get_unused_codes()
    sign_in(client, colleague, code=one)
    client.post("/account/2fa/reauthenticate/", {"code": another, "next": "/cms/"})

    client.post(f"{CODES}generate/")

    assert client.get("/cms/").status_code == 200


@pytest.mark.parametrize("door", ["/account/logout/", "/cms/logout/", "/en/account/logout/"])
def test_somebody_unproven_can_sign_out(door: str, client: Client, colleague: User):
    client.force_login(colleague)

    client.post(door)

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("onward", ["https://kwaad.example/", "//kwaad.example/", "javascript:alert(1)"])
def test_enrolling_leads_to_no_foreign_place(onward: str, client: Client, colleague: User, secret: str):
    client.force_login(colleague)
    client.get("/account/login/", {"next": onward})

    client.post("/account/2fa/reauthenticate/", {"code": code_of(secret)})

    assert client.get(ENROLLING).url == "/cms/"


def test_only_printed_log_ins_are_excused(client: Client, colleague: User, settings: Settings):
    settings.WITHOUT_SECOND_FACTOR = ["kennisstad@example.org"]
    client.force_login(colleague)
    assert led_to(client, "/cms/") == ENROLLING

    settings.WITHOUT_SECOND_FACTOR = ["noor@example.org"]
    assert client.get("/cms/").status_code == 200


def test_a_public_page_looks_nobody_up(client: Client, django_assert_num_queries):
    client.get("/account/password/reset/done/")

    with django_assert_num_queries(0):
        answer = client.get("/account/password/reset/done/")

    assert "sessionid" not in answer.cookies


def test_the_page_for_a_passkey_asks_its_name_in_dutch(client: Client, colleague: User):
    sign_in(client, colleague)

    page = client.get(PASSKEY).content.decode()

    assert ("Naam" in page, "Name <" in page) == (True, False)
