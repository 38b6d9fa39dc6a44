from pathlib import Path

import allauth
import pytest
from babel.messages.mofile import read_mo
from django.contrib import auth
from django.test import Client
from django.utils.html import strip_tags

from kennisstad.accounts.translation_overrides import OVERRIDDEN_MESSAGES
from kennisstad.mail.models import OutgoingMail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

CATALOGUES = [
    Path(package.__file__).parent / "locale" / "nl" / "LC_MESSAGES" / "django.mo"
    for package in (allauth, auth)
]
RESET = "/account/password/reset/"
PASSWORD = "een-lang-wachtwoord"
STIFF = (
    "alstublieft",
    "a.u.b.",
    "Helaas",
    "Aanmelden",
    "Afmelden",
    "Herstel mijn",
    "uthentic",
    "erificatie",
    "Uw ",
)


def words(catalogue: Path) -> set[str]:
    with catalogue.open("rb") as file:
        return {str(message.id) for message in read_mo(file)}


def said(client: Client, path: str) -> str:
    page = client.get(path, follow=True)
    assert page.status_code == 200
    return strip_tags(page.content.decode())


def stiff(text: str) -> list[str]:
    return [word for word in STIFF if word in text]


def test_others_still_say_what_we_say_otherwise():
    assert set(OVERRIDDEN_MESSAGES) <= set().union(*map(words, CATALOGUES))


@pytest.mark.parametrize(
    "path", ["password/reset/", "password/reset/done/", "password/reset/key/1-bad/", "login/"]
)
def test_the_way_in_speaks_plainly(path, client: Client):
    assert stiff(said(client, f"/account/{path}")) == []


@pytest.mark.parametrize(
    "path", ["logout/", "password/change/", "2fa/", "2fa/totp/activate/", "reauthenticate/", "sessions/"]
)
def test_ones_own_account_speaks_plainly(path, client: Client):
    user = UserFactory(email="noor@example.org")
    user.set_password(PASSWORD)
    user.save()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})

    assert stiff(said(client, f"/account/{path}")) == []


def test_a_forgotten_password_is_replaced(client: Client):
    user = UserFactory(email="noor@example.org")
    answer = client.post(RESET, {"email": user.email}, follow=True)
    assert "Kijk in je mail" in answer.content.decode()
    link = next(word for word in OutgoingMail.objects.get().text.split() if "/reset/key/" in word)

    form = client.get(link, follow=True)
    assert "Kies een nieuw wachtwoord" in form.content.decode()
    both = {"password1": PASSWORD, "password2": PASSWORD}
    done = client.post(form.request["PATH_INFO"], both, follow=True)

    assert "Je wachtwoord is gewijzigd" in done.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert "Deze link werkt niet" in client.get(link).content.decode()
