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
    "Lezer <lezer@example.org>",
    "a@example.org, b@example.org",
    "a@example.org\r\nBcc: b@example.org",
    "a@example.org\n",
    "“a”@example.org",
    "",
]

OPTIONS = {"host": "127.0.0.1"}
OURS = EmailBackend(alias="ours", **OPTIONS)
DJANGOS = smtp.EmailBackend(alias="django", **OPTIONS)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_taken_as_django_takes_it(address: str) -> None:
    assert _prepared(OURS, address) == _prepared(DJANGOS, address)


def test_a_plain_address_costs_no_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(smtp.EmailBackend, "prep_address")

    assert OURS.prep_address("post+0a1b@example.org") == "post+0a1b@example.org"


def _prepared(backend: smtp.EmailBackend, address: str) -> str:
    try:
        return backend.prep_address(address)
    except ValueError as error:
        return str(error)
