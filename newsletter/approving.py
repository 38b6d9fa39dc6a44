"""Approving an issue: what its editor saw is what readers get."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kennisstad.accounts.models import User
from kennisstad.audit import log
from kennisstad.background import call_after_commit
from newsletter.models import IssuePage, Mailing, MailingEvent, Subscriber
from newsletter.rendering import FrozenIssue, freeze
from newsletter.sending import MailingRefused
from newsletter.tasks import advance_mailings


@transaction.atomic
def approve(issue: IssuePage, *, user: User, fingerprint: str) -> Mailing:
    """Freeze what the editor saw, publish it, and have the worker send it. Returns what is being sent.

    Raises `MailingRefused`: already_approved, empty, changed since the editor looked, nobody to send it to, or its day
    or address taken.
    """
    # First, so that two who approve at once make one mailing.
    issue = IssuePage.objects.select_for_update().get(pk=issue.pk)
    draft = issue.get_latest_revision_as_object()
    frozen = freeze(draft)
    _check(issue, draft, frozen, fingerprint)
    mailing = _mailing(draft, frozen, user)
    _publish(issue, user)
    readers = Subscriber.objects.confirmed().count()
    log.record("newsletter.approved", mailing, user, recipients=readers, fingerprint=frozen.fingerprint)
    call_after_commit(advance_mailings)
    return mailing


def _check(issue: IssuePage, draft: IssuePage, frozen: FrozenIssue, fingerprint: str) -> None:
    if Mailing.objects.filter(issue=issue).exists():
        raise MailingRefused("already_approved")
    if draft.is_empty:
        raise MailingRefused("empty")
    if frozen.fingerprint != fingerprint:
        raise MailingRefused("changed")
    if not Subscriber.objects.confirmed().exists():
        raise MailingRefused("nobody")


def _publish(issue: IssuePage, user: User) -> None:
    """A draft may name a day or an address that another issue took after it was saved."""
    try:
        issue.get_latest_revision().publish(user=user, skip_permission_checks=True)
    except ValidationError:
        raise MailingRefused("taken") from None


def _mailing(draft: IssuePage, frozen: FrozenIssue, user: User) -> Mailing:
    now = timezone.now()
    mailing = Mailing.objects.create(
        issue_id=draft.pk,
        subject=frozen.nl.subject,
        text=frozen.nl.text,
        html=frozen.nl.html,
        subject_en=frozen.en.subject,
        text_en=frozen.en.text,
        html_en=frozen.en.html,
        gap=frozen.gap,
        fingerprint=frozen.fingerprint,
        approved_by=user,
        approved_at=now,
    )
    MailingEvent.objects.bulk_create(
        MailingEvent(mailing=mailing, event_id=event, version=version)
        for event, version in frozen.versions.items()
    )
    return mailing
