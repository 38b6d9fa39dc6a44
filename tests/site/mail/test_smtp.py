"""The shortcut for plain addresses says what Django says."""

import pytest
from django.core.mail.backends import smtp

from kennisstad.mail.smtp import EmailBackend

ADDRESSES = [
    "lezer@example.org",
    "Post+0a1b2c@Kennisstad.Example.org",
    "o'neill@example.org",
    "a..b@example.org",
    ".a@example.org",
    "lezer@localhost",
    "lezer@sterrenwacht-ë.nl",
    # Of the sign for kelvin a regular expression makes a k.
    "lezer@\N{KELVIN SIGN}ennisstad.example.org",
    "Lezer <lezer@example.org>",
    "Lézer <lezer@example.org>",
    "a@example.org, b@example.org",
    "a@example.org\r\nBcc: b@example.org",
    "a@example.org\n",
    "",
]

OPTIONS = {"host": "127.0.0.1"}
OURS = EmailBackend(alias="ours", **OPTIONS)
DJANGOS = smtp.EmailBackend(alias="django", **OPTIONS)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_taken_as_django_takes_it(address: str) -> None:
    assert _prepared(OURS, address) == _prepared(DJANGOS, address)


@pytest.mark.parametrize("to", ["Anna@Straße.example.org", "Anna@xn--strae-oqa.example.org"])
def test_mail_goes_to_the_domain_that_was_typed(to: str) -> None:
    assert OURS.prep_address(to) == "Anna@xn--strae-oqa.example.org"


@pytest.mark.parametrize("to", ["“a”@example.org", "İ@example.org", "a@straße_x.example.org"])
def test_what_cannot_be_mailed_is_not_tried(to: str) -> None:
    with pytest.raises(ValueError, match=r"letters|invalid"):
        OURS.prep_address(to)


@pytest.mark.parametrize("address", ["post+0a1b@example.org", "Anna.de_Vries@Example.org"])
def test_a_plain_address_costs_no_parsing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(smtp.EmailBackend, "prep_address")

    assert OURS.prep_address(address) == address


def _prepared(backend: smtp.EmailBackend, address: str) -> str:
    try:
        return backend.prep_address(address)
    except ValueError as error:
        return str(error)
