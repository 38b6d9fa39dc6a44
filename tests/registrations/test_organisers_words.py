"""What changed is told with the sentence of who changed it."""

from datetime import timedelta
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.core import mail

from events.models import ChangeNote, EventPage
from kennisstad.mail.delivery import send_due
from registrations.change_mails import queue_change_mails
from tests.factories.events import VenueFactory
from tests.registrations.news import republish, told

pytestmark = pytest.mark.django_db


def republish_saying(page: EventPage, sentence: str, *, tells: bool = True, **fields: object) -> None:
    page.refresh_from_db()
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision()
    ChangeNote.objects.create(revision=revision, words=sentence, tells=tells)
    revision.publish()
    page.refresh_from_db()


def test_the_organisers_words_are_words(page: EventPage):
    """A quote, a tag, a formula: each arrives as it was typed, in both parts of the mail."""
    sentence = "=cmd Tom's <b>zaal</b> & “meer” 🎉"
    page.venue = VenueFactory(name="Hortus")
    ChangeNote.objects.create(revision=page.save_revision(), words=sentence)
    page.get_latest_revision().publish()
    queue_change_mails()
    send_due()

    message = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert sentence in message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert sentence in unescape(html)
    assert "<b>zaal" not in html


def test_a_sentence_about_what_was_taken_back_is_not_mailed(page: EventPage):
    hall = page.venue
    republish_saying(page, "We zijn verhuisd.", venue=VenueFactory(name="Hortus"))
    later = page.starts_at + timedelta(days=1)
    republish_saying(page, "Een dag later.", venue=hall, starts_at=later, ends_at=later + timedelta(hours=2))

    text = told()["noor"]

    assert "Een dag later." in text
    assert "verhuisd" not in text


def test_a_sentence_of_who_kept_quiet_goes_into_the_next_mail(page: EventPage):
    republish_saying(page, "Het dak lekt.", tells=False, venue=VenueFactory(name="Hortus"))
    assert told() == {}
    later = page.starts_at + timedelta(days=1)
    republish(page, starts_at=later, ends_at=later + timedelta(hours=2))

    assert "Het dak lekt." in told()["noor"]
