"""Asking for the newsletter, confirming, and leaving it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kennisstad.mail.outgoing import State
from kennisstad.mailbox import normal_form
from newsletter import consent, emails
from newsletter.models import Consent, Delivery, Subscriber

UNSUBSCRIBED_KEPT = timedelta(days=30)
# Counted from the last issue: without a newsletter there is no reason to keep addresses.
SUBSCRIBERS_KEPT = timedelta(days=730)


class ConsentGone(Exception):
    """The question was asked too long ago and has been erased."""

    code = "consent_gone"


@transaction.atomic
def subscribe(email: str, *, language: str, source_page: str) -> None:
    """Ask the address to confirm. Whether it was known already shows only in its own mailbox."""
    subscriber = _lock_or_create(email, language)
    if subscriber.is_confirmed:
        emails.send_already_subscribed(subscriber, language)
    else:
        emails.send_confirmation(request_consent(subscriber, language=language, source_page=source_page))


def _lock_or_create(email: str, language: str) -> Subscriber:
    """However the address is spelled; mail goes on to the spelling that was there first."""
    mailbox = normal_form(email)
    kept = timezone.localdate() + consent.ANSWER_WITHIN
    new = {"email": email, "language": language, "delete_after": kept}
    # Made before it is locked: two forms at once find one row, and the second waits for the first.
    Subscriber.objects.get_or_create(mailbox=mailbox, defaults=new)
    return Subscriber.objects.select_for_update().get(mailbox=mailbox)


def request_consent(subscriber: Subscriber, *, language: str, source_page: str) -> Consent:
    """Write down exactly what is asked; one open question at a time."""
    subscriber.state = Subscriber.State.PENDING
    subscriber.delete_after = timezone.localdate() + consent.ANSWER_WITHIN
    subscriber.save(update_fields=["state", "delete_after"])
    asked = {
        "text": consent.consent_text(language),
        "version": consent.VERSION,
        "language": language,
        "source_page": source_page,
        "asked_at": timezone.now(),
    }
    return Consent.objects.update_or_create(subscriber=subscriber, confirmed_at=None, defaults=asked)[0]


@transaction.atomic
def confirm(consent_id: UUID) -> Subscriber:
    """Returns who agreed. A second time changes nothing; nor does an old link bring back who has left.

    Raises `ConsentGone` when what was asked has been erased.
    """
    # The subscriber first, as whoever leaves does: what was asked is deleted behind that lock.
    asked = Subscriber.objects.select_for_update(of=("self",)).filter(consents=consent_id)
    subscriber = asked.first()
    given = subscriber.consents.filter(pk=consent_id).first() if subscriber else None
    if subscriber is None or given is None:
        raise ConsentGone
    if given.confirmed_at is None:
        _agree(subscriber, given)
    return subscriber


def _agree(subscriber: Subscriber, given: Consent) -> None:
    now = timezone.now()
    given.confirmed_at = now
    given.save(update_fields=["confirmed_at"])
    subscriber.state, subscriber.confirmed_at, subscriber.unsubscribed_at = (
        Subscriber.State.CONFIRMED,
        now,
        None,
    )
    subscriber.language = given.language
    subscriber.delete_after = timezone.localdate() + SUBSCRIBERS_KEPT
    subscriber.save(update_fields=["state", "confirmed_at", "unsubscribed_at", "language", "delete_after"])


@transaction.atomic
def unsubscribe(subscriber_id: UUID) -> None:
    """At once, for what is on its way too. Somebody unknown has left already."""
    subscriber = Subscriber.objects.select_for_update().filter(pk=subscriber_id).first()
    if subscriber is None or subscriber.state == Subscriber.State.UNSUBSCRIBED:
        return
    now = timezone.now()
    subscriber.state, subscriber.unsubscribed_at = Subscriber.State.UNSUBSCRIBED, now
    subscriber.delete_after = timezone.localdate() + UNSUBSCRIBED_KEPT
    subscriber.save(update_fields=["state", "unsubscribed_at", "delete_after"])
    subscriber.consents.filter(confirmed_at=None).delete()
    subscriber.consents.filter(withdrawn_at=None).update(withdrawn_at=now)
    Delivery.objects.filter(subscriber=subscriber, state=State.QUEUED).update(
        state=State.WITHDRAWN, settled_at=now
    )


def change_language(subscriber: Subscriber, language: str) -> None:
    subscriber.language = language
    subscriber.save(update_fields=["language"])
