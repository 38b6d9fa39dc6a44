"""What an organiser or editor does next, in their words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kennisstad import dates
from kennisstad.accounts import access
from kennisstad.accounts.access import AnyUser
from newsletter.models import IssuePage

from .event_rows import EventRow
from .mail import unsettled_mail_count

LOOK_BACK_WITHIN = timedelta(days=60)
AT_MOST = 6


@dataclass(frozen=True)
class Task:
    title: str
    reason: str
    action: str
    url: str


def tasks_for(
    user: AnyUser, coming: Iterable[EventRow], drafts: Iterable[EventRow], past: Iterable[EventRow]
) -> list[Task]:
    """The most urgent first."""
    tasks = [
        *_doors(coming),
        *_newsletter(user),
        *_mail(user),
        *_requests(coming),
        *_closed_registration(coming),
        *_unpublished_changes(coming),
        *_unpublished(drafts),
        *_look_backs(past),
    ]
    return tasks[:AT_MOST]


def _doors(coming: Iterable[EventRow]) -> Iterator[Task]:
    for line in coming:
        if line.opens_doors and line.event and line.takes_registrations and not line.is_off:
            when = _("Starts %(when)s") % {"when": dates.when(line.period)}
            yield Task(line.title, when, _("Open the doors"), line.doors_url)


def _requests(coming: Iterable[EventRow]) -> Iterator[Task]:
    for line in coming:
        if line.asking and not line.is_off:
            words = ngettext(
                "One request waits for your answer", "%(counter)s requests wait for your answer", line.asking
            )
            yield Task(
                line.title, words % {"counter": line.asking}, pgettext("button", "Answer"), line.attendees_url
            )


def _newsletter(user: AnyUser) -> Iterator[Task]:
    if not access.is_editor(user):
        return
    for issue in IssuePage.objects.not_live().filter(mailing=None).order_by("-pk")[:1]:
        desk = reverse("newsletter_admin:issue", args=[issue.pk])
        yield Task(
            issue.draft_title, _("This newsletter waits for your approval"), _("Read and approve"), desk
        )


def _mail(user: AnyUser) -> Iterator[Task]:
    if not access.is_editor(user):
        return
    if number := unsettled_mail_count():
        title = ngettext("%(number)d mail", "%(number)d mails", number) % {"number": number}
        yield Task(title, _("Refused, or nobody knows whether it arrived"), _("Decide"), reverse("mail_list"))


def _closed_registration(coming: Iterable[EventRow]) -> Iterator[Task]:
    for line in coming:
        if line.waits_for_opening:
            yield Task(line.title, _("Nobody can register yet"), _("Open registration"), line.terms_url)


def _unpublished_changes(coming: Iterable[EventRow]) -> Iterator[Task]:
    for line in coming:
        if line.page.has_unpublished_changes:
            yield Task(
                line.title, _("Visitors don't see your changes yet"), _("Publish the changes"), line.edit_url
            )


def _unpublished(drafts: Iterable[EventRow]) -> Iterator[Task]:
    for line in sorted(drafts, key=lambda line: line.starts_at):
        if not line.is_over:
            reason = _("A draft for %(day)s") % {"day": dates.known_day(line.period)}
            yield Task(line.title, reason, _("Finish and publish"), line.edit_url)


def _look_backs(past: Iterable[EventRow]) -> Iterator[Task]:
    since = timezone.now() - LOOK_BACK_WITHIN
    for line in past:
        if line.ends_at > since and not line.page.look_back and not line.is_off:
            day = dates.known_day(line.period)
            reason = _("It is over (%(day)s) and has no look-back yet") % {"day": day}
            yield Task(line.title, reason, _("Write the look-back"), line.edit_url)
