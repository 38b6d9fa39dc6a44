"""The same product in another region: no sentence of it knows where it is used."""

import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import Settings

from kennisstad.accounts.invitations import invite
from kennisstad.mail import delivery
from kennisstad.region import Region, Words, known_regions, read_region
from newsletter import emails, subscriptions
from newsletter.assembly import assemble
from registrations.cancel import cancel
from registrations.ticket_mails import mail_ticket_again
from tests.factories.accounts import UserFactory
from tests.factories.events import MunicipalityFactory, VenueFactory, home_page
from tests.factories.newsletter import draft_issue, newsletter_page
from tests.factories.registrations import make_registration, open_event, ticket
from tests.site.accounts.partner_worlds import editor

ROOT = Path(__file__).resolve().parents[2]
OURS = re.compile(r"\bLeid(?:en|se)\b|Leiden Kennisstad|Key Region")
NOT_SENTENCES = ("foundation", "demo", "migrations", "__pycache__")
COAST = Region(
    slug="coast",
    publisher="Kennis aan Zee",
    cms="Zee",
    guessable="zee",
    nl=Words(
        region="de kuststreek", gatherers="Kennis aan Zee en de provincie", partners="de gemeenten aan zee"
    ),
    en=Words(
        region="the coast", gatherers="Kennis aan Zee and the province", partners="the towns by the sea"
    ),
)


@pytest.fixture(autouse=True)
def _another_region(settings: Settings) -> None:
    settings.REGION = COAST


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_and_feeds_name_the_region_that_is_set(client: Client, language: str):
    home_page().introduction = "Alles over kennis."
    venue = VenueFactory(municipality=MunicipalityFactory(name="Zandvoort", slug="zandvoort"))
    event, code = open_event(venue=venue), ticket(open_event(venue=venue)).code
    newsletter_page()
    with translation.override(language):
        addresses = [
            reverse("wagtail_serve", args=[""]),
            reverse("wagtail_serve", args=["agenda/"]),
            event.get_absolute_url(),
            reverse("registrations:sign_up", args=[event.path]),
            reverse("newsletter:subscribe"),
            reverse("registrations:lost"),
            reverse("tickets:ticket", args=[code]),
            reverse("account_login"),
            *(reverse("events:feed", args=[kind]) for kind in ("ics", "rss", "json")),
        ]

    answers = {address: client.get(address) for address in addresses}
    nowhere = client.get(f"{addresses[0]}bestaat-niet/")

    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(
        addresses, 200
    )
    assert nowhere.status_code == 404
    for answer in (*answers.values(), nowhere):
        text = answer.content.decode()
        assert not OURS.search(text), text
        assert COAST.publisher in text


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_mails_name_the_region_that_is_set(settings: Settings):
    settings.DEFAULT_FROM_EMAIL = "Kennis aan Zee <post@example.org>"
    place = VenueFactory(municipality=MunicipalityFactory(name="Zandvoort", slug="zandvoort"))
    event = open_event(venue=place)
    for language in ("nl", "en"):
        guest = make_registration(event, language=language)
        mail_ticket_again(guest.email, event)
        cancel(guest)
        for _time in range(2):
            subscriptions.subscribe(f"{language}@example.org", language=language, source_page="/")
        emails.send_test(draft_issue(event), to="redactie@example.org", language=language)
    invite(UserFactory(email="nieuw@example.org"))

    delivery.send_due()

    texts = [f"{message.subject} {message.message().as_string()}" for message in mail.outbox]
    assert len(texts) >= 9
    for message in mail.outbox:
        html, _kind = message.alternatives[0]
        assert COAST.publisher in html
        for text in (message.subject, message.body, html):
            assert not OURS.search(text), text


@pytest.mark.django_db
def test_a_draft_issue_is_chosen_from_the_calendar_of_the_region_that_is_set():
    editor()
    open_event()

    issue = assemble(newsletter_page(), timezone.localdate())

    assert issue is not None
    assert "de kuststreek" in issue.introduction
    assert "the coast" in issue.introduction_en


def test_no_template_and_no_rule_knows_the_name_of_a_region():
    folders = [
        ROOT / name for name in ("events", "registrations", "newsletter", "site/kennisstad", "templates")
    ]
    files = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".py", ".html", ".txt", ".js"}
    ]
    sentences = [path for path in files if not set(NOT_SENTENCES) & set(path.parts)]

    found = [str(path.relative_to(ROOT)) for path in sentences if OURS.search(path.read_text())]

    assert len(sentences) > 300
    assert found == ["site/kennisstad/settings/demo.py"]


def test_every_region_that_is_there_is_whole():
    assert {name: read_region(name).publisher for name in known_regions()} == {"leiden": "Leiden Kennisstad"}
