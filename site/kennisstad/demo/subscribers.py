"""Readers of the newsletter, each with proof of having agreed."""

from django.db import transaction
from django.utils import timezone

from kennisstad.demo.content.people import Somebody, subscribers
from newsletter.consent import ANSWER_WITHIN
from newsletter.models import Subscriber
from newsletter.subscriptions import confirm, request_consent

READERS = 440


@transaction.atomic
def create_subscribers() -> int:
    """They asked and confirmed, without the mails in between."""
    if Subscriber.objects.exists():
        return 0
    for somebody in subscribers(READERS):
        _enrol(somebody)
    return READERS


def _enrol(somebody: Somebody) -> None:
    subscriber = Subscriber.objects.create(
        email=somebody.email,
        language=somebody.language,
        delete_after=timezone.localdate() + ANSWER_WITHIN,
    )
    asked = request_consent(subscriber, language=somebody.language, source_page="/nieuwsbrief/")
    confirm(asked.pk)
