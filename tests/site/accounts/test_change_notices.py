"""Whoever changes how a colleague signs in cannot do so unseen: the colleague gets a letter."""

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from kennisstad.accounts.models import User
from kennisstad.mail.models import OutgoingMail
from tests.factories.accounts import UserFactory
from tests.site.accounts.partner_worlds import administrator
from tests.site.accounts.signing_in import PASSWORD, code_of, sign_in, with_password

from .test_second_factor import enrol

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

NEW = "drie stille wolken boven een molen"
APP = "/account/2fa/totp/"


@pytest.fixture(autouse=True)
def _nobody_is_excused(settings: Settings) -> None:
    settings.WITHOUT_SECOND_FACTOR = []


@pytest.fixture
def noor() -> User:
    return with_password(UserFactory(email="noor@example.org"))


@pytest.fixture
def inside(client: Client, noor: User) -> Client:
    sign_in(client, noor, code=code_of(enrol(noor)))
    return client


def told() -> list[tuple[str, str]]:
    """To whom, and the first line of what."""
    return [(mail.to, mail.text.partition("\n")[0]) for mail in OutgoingMail.objects.order_by("pk")]


def test_of_another_password(inside: Client):
    inside.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert told() == [("noor@example.org", "Je wachtwoord is gewijzigd.")]


def test_of_an_app_that_is_added_and_taken_away(client: Client, noor: User):
    sign_in(client, noor)
    secret = client.get(f"{APP}activate/").context["form"].secret
    client.post(f"{APP}activate/", {"code": code_of(secret)})
    assert told() == [("noor@example.org", "Je logt voortaan ook in met codes uit een app.")]

    client.post(f"{APP}deactivate/")
    assert told()[1:] == [("noor@example.org", "De codes uit je app werken niet meer.")]


def test_of_new_recovery_codes(inside: Client):
    inside.post("/account/reauthenticate/", {"password": PASSWORD})
    inside.post("/account/2fa/recovery-codes/generate/")

    assert told() == [("noor@example.org", "Er zijn nieuwe herstelcodes; de oude werken niet meer.")]


def test_of_another_address_where_the_account_was(client: Client, noor: User, settings: Settings):
    settings.WITHOUT_SECOND_FACTOR = ["*"]
    client.force_login(administrator())
    typed = {"email": "noor@nieuw.example", "first_name": "N", "last_name": "U", "is_active": "on"}

    client.post(f"/cms/users/edit/{noor.pk}/", typed)

    assert told() == [("noor@example.org", "Een beheerder heeft het e-mailadres van je account veranderd.")]


@pytest.mark.parametrize("change", ["password_reset", "webauthn_added", "webauthn_removed"])
def test_in_a_letter_that_says_what_to_do_and_nothing_of_the_network(noor: User, change: str):
    request = RequestFactory(headers={"user-agent": "Mozilla"}).get("/", REMOTE_ADDR="192.0.2.7")

    get_adapter(request).send_notification_mail(f"mfa/email/{change}", noor)

    mail = OutgoingMail.objects.get()
    for text in (mail.text, mail.html):
        assert f"{settings.BASE_URL}/account/password/reset/" in text
        assert settings.CONTACT_ADDRESS in text
        assert "192.0.2.7" not in text
        assert "Mozilla" not in text
