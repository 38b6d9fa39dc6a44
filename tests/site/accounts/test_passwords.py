"""A password that somebody who knows the city, the site or the person would try is refused, everywhere."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from kennisstad.accounts.models import User
from kennisstad.accounts.passwords import HardToGuess
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.site.accounts.signing_in import PASSWORD, with_password

pytestmark = pytest.mark.django_db

GUESSABLE = [
    "leidenkennisstad",
    "LeidenKennisstad2026!!",
    "Kennisstad2026!",
    "K3nnisst4d2026!",
    "!!2026kennisstad",
    "kennisstadkennisstad",
    "naturalis-leiden-2026",
    "Naturalis naturalis 1",
    "katwijkaanzee2026",
    "Key Region Leiden 1",
    "Welkom012026!",
    "wachtwoord123456",
    "Zomer2026!Zomer",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "abababababab",
    "123456789012",
    "0123456789abcdef",
    "11223344556677",
    "qwertyuiopas",
    "asdfghjkl;'asdf",
    "1qaz2wsx3edc4rfv",
    "geheimgeheimgeheim",
    "Ünal-de-Vries-2026",
    "noor.unal@voorbeeld",
    "a" * 300,
    "leidënkénnisstad",
    "ｌｅｉｄｅｎｋｅｎｎｉｓｓｔａｄ",
    "l e i d e n k e n n i s s t a d",
    "le1id2en3ke4nn5is6st7ad",
    "Unal-de-Vries-2026",
    "gemeenteleiden2026",
    "Bibliotheek2026!",
    "sinterklaas2026",
]
STRONG = [
    PASSWORD,
    "correct horse battery staple",
    "fietsbel lantaarn pannenkoek",
    "9f#Lq2vP!x8z",
    "mijn oma fietst graag door leiden",
    "🦉🦉 uil en 🦔 egel 🦊 vos 🐌",
    "Toen de maan boven de molen stond, liep mijn buurvrouw op klompen naar de bakker om krentenbrood te halen.",
]


@pytest.fixture
def noor() -> User:
    OrganisationFactory(slug="naturalis", name="Naturalis Biodiversity Center")
    return UserFactory(email="noor.unal@voorbeeld.nl", first_name="Noor", last_name="Ünal-de Vries")


@pytest.mark.parametrize("password", GUESSABLE)
def test_what_is_easy_to_guess_is_refused_with_what_to_do(noor: User, password: str):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, noor)

    [message] = refused.value.messages
    assert HardToGuess().get_help_text() in message


@pytest.mark.parametrize("password", STRONG)
def test_what_takes_long_to_guess_is_welcome(noor: User, password: str):
    validate_password(password, noor)


def test_the_words_say_why(noor: User):
    def words(password: str) -> str:
        with pytest.raises(ValidationError) as refused:
            validate_password(password, noor)
        return refused.value.messages[0].split(". ")[0]

    assert words("leidenkennisstad") == "Dit bestaat uit namen die iedereen hier kent"
    assert words("abcabcabcabc") == "Dit is een reeks of herhaling, dus makkelijk te raden"
    assert words("correctpassword") == "Dit is makkelijk te raden"


def test_one_changes_it_into_nothing_guessable(client: Client, noor: User):
    client.force_login(with_password(noor))
    weak = {"oldpassword": PASSWORD, "password1": "leidenkennisstad", "password2": "leidenkennisstad"}

    page = client.post("/account/password/change/", weak)

    assert "iedereen hier kent" in page.content.decode()
    noor.refresh_from_db()
    assert noor.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["leidenkennisstad", "aaaaaaaaaaaa"])
def test_the_first_administrator_has_none_either(monkeypatch: pytest.MonkeyPatch, password: str):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)

    with pytest.raises(CommandError):
        call_command("createsuperuser", email="beheer@example.org", interactive=False)

    assert not User.objects.exists()
