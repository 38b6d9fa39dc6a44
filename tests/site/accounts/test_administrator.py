"""From the command line: the first administrator, and the one who lost everything."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from kennisstad.accounts.models import User
from kennisstad.audit.models import AuditEntry
from tests.site.accounts.signing_in import PASSWORD, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_is_excused(settings: Settings) -> None:
    settings.WITHOUT_SECOND_FACTOR = []


def let_in(email: str) -> str:
    told = StringIO()
    call_command("administrator", email, stdout=told)
    return urlsplit(told.getvalue().strip()).path


def test_the_first_administrator_chooses_a_password_and_is_led_to_enrolling(client: Client):
    link = let_in("Bea@Example.org")

    answer = client.post(link, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)

    assert answer.redirect_chain[-1][0] == "/account/second-step/"
    assert User.objects.get(email="bea@example.org").is_superuser


def test_who_lost_everything_begins_again(client: Client):
    user = with_password(User.objects.create_superuser("bea@example.org"))
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)

    link = let_in(user.email)

    assert client.get("/account/second-step/").url.startswith("/account/login/")
    assert not Authenticator.objects.exists()
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert client.get(link).status_code == 200
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "account.second_factor_reset",
        "account.invited",
    }
