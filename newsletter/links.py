"""The signed addresses in the newsletter's mails."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kennisstad.mail.links import sign, unsign, uuid_of
from newsletter.consent import ANSWER_WITHIN
from newsletter.models.subscribers import Consent, Subscriber

CONFIRM = "newsletter.confirm"
SUBSCRIBER = "newsletter.subscriber"


def confirm_url(consent: Consent) -> str:
    return full_url("newsletter:confirm", sign(CONFIRM, consent.pk.hex), language=consent.language)


def consent_id_from_token(token: str) -> UUID:
    """Raises `BadLink`, also when it is older than `ANSWER_WITHIN`."""
    return uuid_of(unsign(CONFIRM, token, ANSWER_WITHIN))


def subscriber_token(subscriber: Subscriber) -> str:
    """Good for leaving and for the preferences, for ever."""
    return sign(SUBSCRIBER, subscriber.pk.hex)


def subscriber_id_from_token(token: str) -> UUID:
    """Raises `BadLink`."""
    return uuid_of(unsign(SUBSCRIBER, token))


def preferences_url(subscriber: Subscriber, language: str) -> str:
    return full_url("newsletter:preferences", subscriber_token(subscriber), language=language)


def full_url(name: str, *args: str, language: str) -> str:
    with translation.override(language):
        return settings.BASE_URL + reverse(name, args=args)
