from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from sectxt import Parser
from time_machine import travel

from kennisstad.web.security_txt import expires

ADDRESS = "/.well-known/security.txt"
# We publish no key: who wants to write in secret uses the repository's own page.
EXPECTED_ADVICE = {"no_encryption", "not_signed"}


@pytest.fixture(autouse=True)
def _public(settings) -> None:
    settings.BASE_URL, settings.SECURE = "https://agenda.example.org", True
    settings.CONTACT_ADDRESS = "post@example.org"


@pytest.mark.parametrize(
    "moment", ["2026-11-25", "2027-01-31", "2028-02-29", "2027-06-30", "2026-12-31T23:30:00Z"]
)
def test_it_is_valid_on_every_day(client: Client, moment: str, settings):
    settings.SECURITY_CONTACT = "https://git.example.org/kennisstad/security"

    with travel(moment, tick=False):
        response = client.get(ADDRESS)
        parsed = Parser(response.content, urls=f"https://agenda.example.org{ADDRESS}")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert parsed.errors == []
    assert {advice["code"] for advice in parsed.recommendations} <= EXPECTED_ADVICE
    assert parsed.contact_urls == ["https://git.example.org/kennisstad/security"]
    assert parsed.contact_emails == [settings.CONTACT_ADDRESS]
    assert parsed.preferred_languages == ["nl", "en"]


def test_without_an_address_of_its_own_it_names_the_mail_address(client: Client, settings):
    assert Parser(client.get(ADDRESS).content).contact_emails == [settings.CONTACT_ADDRESS]


def test_it_lapses_on_no_day_and_says_the_same_all_month():
    for number in range(800):
        today = date(2026, 11, 25) + timedelta(days=number)
        ahead = expires(today).date() - today
        assert timedelta(days=150) < ahead < timedelta(days=190)

    assert expires(date(2026, 11, 1)) == expires(date(2026, 11, 30)) == datetime(2027, 5, 1, tzinfo=UTC)


def test_the_old_address_leads_to_it(client: Client):
    response = client.get("/security.txt")

    assert (response.status_code, response["Location"]) == (301, ADDRESS)
