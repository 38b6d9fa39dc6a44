"""An event for which two people registered; its page changes, and they hear of it."""

from datetime import timedelta
from email import message_from_bytes, policy

from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from events.models import EventPage
from kennisstad.mail.delivery import send_due
from registrations.change_mails import queue_change_mails
from registrations.signup import sign_up_without_mail
from tests.factories.events import event_of, published_page
from tests.factories.registrations import open_registration


def a_page(**fields: object) -> EventPage:
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    page = published_page(**({"title": "Sterren", "title_en": "Stars", "starts_at": starts_at} | fields))
    for name, language in (("noor", "nl"), ("sam", "en")):
        sign_up_without_mail(
            open_registration(event_of(page)), name=name, email=f"{name}@example.org", language=language
        )
    return page


def republish(page: EventPage, **fields: object) -> None:
    page.refresh_from_db()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()


def told() -> dict[str, str]:
    """Who gets a mail now, and what it says; each is sent, so a second look finds nothing new."""
    queue_change_mails()
    send_due()
    letters = {letter.to[0].partition("@")[0]: words(letter) for letter in mail.outbox}
    assert len(letters) == len(mail.outbox)
    mail.outbox.clear()
    return letters


def words(letter: EmailMessage) -> str:
    message = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
    return f"{message['Subject']}\n{message.get_body(('plain',)).get_content()}"
