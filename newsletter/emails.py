"""Mails about a subscription and to editors. The newsletter itself is in `message`."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from kennisstad.accounts.access import EDITORS
from kennisstad.accounts.models import User
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outbox import queue_mail
from kennisstad.mail.rendering import render_mail
from newsletter.consent import ANSWER_WITHIN
from newsletter.links import confirm_url, preferences_url
from newsletter.models import Consent, IssuePage, Subscriber


def send_confirmation(consent: Consent) -> OutgoingMail:
    context = {"consent": consent, "confirm_url": confirm_url(consent)}
    occasion = f"confirmation:{consent.language}:{consent.pk}"
    return _send("confirmation", occasion, consent.subscriber, context, consent.language)


def send_already_subscribed(subscriber: Subscriber, language: str) -> OutgoingMail:
    context = {"preferences_url": preferences_url(subscriber, language)}
    occasion = f"already_subscribed:{subscriber.pk}"
    return _send("already_subscribed", occasion, subscriber, context, language)


def _send(
    name: str, occasion: str, subscriber: Subscriber, context: dict[str, Any], language: str
) -> OutgoingMail:
    """At most one of an occasion in an hour, however often somebody fills in the address."""
    mail = render_mail(f"newsletter/email/{name}", context, language)
    return queue_mail(
        key=f"newsletter.{occasion}:{timezone.now():%Y-%m-%dT%H}",
        to=subscriber.email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        language=language,
        delete_after=timezone.localdate() + ANSWER_WITHIN,
    )


def tell_editors_of_draft(issue: IssuePage) -> None:
    url = settings.BASE_URL + reverse("newsletter_admin:issue", args=[issue.pk])
    _tell_editors("draft_ready", f"{issue.period_start}", {"issue": issue, "url": url})


def warn_editors_of_silence(day: date) -> None:
    _tell_editors("nothing_to_tell", f"{day}", {"day": day})


def _tell_editors(name: str, occasion: str, context: dict[str, Any]) -> None:
    mail = render_mail(f"newsletter/email/{name}", context, settings.LANGUAGE_CODE)
    for editor in editors():
        queue_mail(
            key=f"newsletter.{name}:{occasion}:{editor.pk}",
            to=editor.email,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            language=settings.LANGUAGE_CODE,
            delete_after=timezone.localdate() + ANSWER_WITHIN,
        )


def editors() -> QuerySet[User]:
    return User.objects.filter(is_active=True, groups__name=EDITORS).order_by("pk")


def send_test(issue: IssuePage, *, to: str, language: str) -> OutgoingMail:
    """The draft as it stands, to one address; its personal links lead nowhere."""
    mail = issue.as_mail(language)
    return queue_mail(
        key=f"newsletter.test:{issue.pk}:{uuid4()}",
        to=to,
        subject=f"[TEST] {mail.subject}",
        text=mail.text,
        html=mail.html,
        language=language,
        delete_after=timezone.localdate() + ANSWER_WITHIN,
    )
