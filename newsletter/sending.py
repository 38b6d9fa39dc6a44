"""Approving an issue, and what goes on between that and the last letter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from events.changes import Kind, kinds_since
from events.models import Event
from kennisstad.accounts.models import User
from kennisstad.audit import log
from kennisstad.background import call_after_commit
from kennisstad.mail.outbox import wake_worker
from kennisstad.mail.outgoing import State, analyze_tables
from newsletter.models import Delivery, IssuePage, Mailing, MailingEvent, Subscriber
from newsletter.rendering import FrozenIssue, freeze
from newsletter.subscriptions import SUBSCRIBERS_KEPT

AT_ONCE = 1000

TELLING = (Kind.CANCELLED, Kind.POSTPONED, Kind.MOVED, Kind.RELOCATED, Kind.WITHDRAWN, Kind.PROGRAMME)


@dataclass(frozen=True)
class StaleEvent:
    """An event that is no longer as an issue tells, and what is different."""

    event: Event
    kinds: list[Kind]


class MailingRefused(Exception):
    """`code`: already_approved, empty, changed, nobody, taken, not_now."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


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
    _wake()
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


def prepare(pk: int) -> None:
    """A row per reader: whoever is known and had asked before it was approved gets it, or is counted as excluded."""
    while prepare_some(pk):
        pass


@transaction.atomic
def prepare_some(pk: int) -> bool:
    """The next of them, and how far it is: one commit, so that a kill costs nothing. False when there are no more."""
    mailing = _locked(pk)
    if mailing is None or mailing.prepared_at:
        return False
    known = Subscriber.objects.filter(created_at__lte=mailing.approved_at).order_by("pk")
    if mailing.prepared_to:
        known = known.filter(pk__gt=mailing.prepared_to)
    if some := list(known.values_list("pk", "state")[:AT_ONCE]):
        readers = [reader for reader, state in some if state == Subscriber.State.CONFIRMED]
        _write_down(mailing, readers)
        mailing.candidates += len(some)
        left_out = Counter(state for _reader, state in some if state != Subscriber.State.CONFIRMED)
        mailing.excluded = dict(Counter(mailing.excluded) + left_out)
        mailing.prepared_to = some[-1][0]
    else:
        analyze_tables(Delivery, Subscriber, Mailing)
        mailing.prepared_at = timezone.now()
    mailing.save(update_fields=["candidates", "excluded", "prepared_to", "prepared_at"])
    return bool(some)


def _write_down(mailing: Mailing, readers: Sequence[UUID]) -> None:
    """An issue is a reason to keep the address for another while."""
    ends = timezone.localdate() + SUBSCRIBERS_KEPT
    Delivery.objects.bulk_create(
        Delivery(mailing=mailing, subscriber_id=reader, delete_after=ends) for reader in readers
    )
    Subscriber.objects.filter(pk__in=readers).update(delete_after=ends)


def _wake() -> None:
    from newsletter.tasks import advance_mailings  # it runs what this module rules

    call_after_commit(advance_mailings)


def advance_mailings() -> None:
    """Start what is approved, stop what has become untrue, close what is done."""
    for pk in Mailing.objects.exclude(state=Mailing.State.SENT).order_by("pk").values_list("pk", flat=True):
        prepare(pk)
        _advance(pk)


@transaction.atomic
def _advance(pk: int) -> None:
    mailing = _locked(pk)
    if mailing is None:
        return
    _withdraw_from_leavers(mailing)
    if not mailing.is_going:
        # Also when it was held back after its last letter: there is nothing left to hold.
        _close(mailing)
    elif mailing.state == Mailing.State.HELD:
        return
    elif stale_events(mailing):
        _hold(mailing)
    elif mailing.state == Mailing.State.APPROVED:
        _go_on(mailing)


def _withdraw_from_leavers(mailing: Mailing) -> None:
    """Somebody may have left while the rows were being written."""
    waiting = mailing.deliveries.filter(state=State.QUEUED)
    waiting.exclude(subscriber__state=Subscriber.State.CONFIRMED).update(
        state=State.WITHDRAWN, settled_at=timezone.now()
    )


def stale_events(mailing: Mailing) -> list[StaleEvent]:
    """What is no longer as the issue says; what changed and was changed back is."""
    outdated = mailing.shown_events.filter(version__lt=F("event__version")).select_related("event")
    told = ((row.event, kinds_since(row.event, row.version)) for row in outdated.order_by("pk"))
    found = ((event, [kind for kind in kinds if kind in TELLING]) for event, kinds in told)
    return [StaleEvent(event, kinds) for event, kinds in found if kinds]


def _go_on(mailing: Mailing) -> None:
    # Letters go once everybody who gets one is known.
    mailing.state = Mailing.State.SENDING if mailing.prepared_at else Mailing.State.APPROVED
    mailing.hold_reason = ""
    mailing.save(update_fields=["state", "hold_reason"])
    wake_worker()


def _close(mailing: Mailing) -> None:
    mailing.state, mailing.finished_at = Mailing.State.SENT, timezone.now()
    mailing.save(update_fields=["state", "finished_at"])


def hold_stale(mailings: Iterable[int]) -> bool:
    """Whether one of them tells about an event what is no longer true. It is held then, before another letter goes."""
    outdated = MailingEvent.objects.filter(mailing__in=mailings, version__lt=F("event__version"))
    going = Mailing.objects.filter(pk__in=outdated.values("mailing"), state=Mailing.State.SENDING)
    found = [mailing for mailing in going.select_for_update().order_by("pk") if stale_events(mailing)]
    for mailing in found:
        _hold(mailing)
    return bool(found)


@transaction.atomic
def halt(refused: Sequence[Delivery], words: str) -> None:
    """The mail server refuses us, or nearly everybody: hold what these letters are of, and count none as refused."""
    for pk in sorted({letter.mailing_id for letter in refused}):
        mailing = _locked(pk)
        if mailing and mailing.state in Mailing.MAY_GO:
            _hold(mailing, words)
            log.record("newsletter.halted", mailing, words=words)
    letters = Delivery.objects.filter(pk__in=[letter.pk for letter in refused], state=State.FAILED)
    letters.update(state=State.QUEUED, not_before=timezone.now(), settled_at=None)


def _locked(pk: int) -> Mailing | None:
    """None when it was made a draft again meanwhile."""
    return Mailing.objects.select_for_update().filter(pk=pk).first()


def _hold(mailing: Mailing, reason: str = "") -> None:
    mailing.state, mailing.hold_reason = Mailing.State.HELD, reason
    mailing.save(update_fields=["state", "hold_reason"])
    # Moving the moment voids the claims of workers that are sending right now.
    mailing.deliveries.filter(state=State.QUEUED).update(not_before=timezone.now())


@transaction.atomic
def hold(mailing: Mailing, *, user: User) -> None:
    """Stop, as far as letters are not on their way. Raises `MailingRefused`: not_now, when it is not being sent."""
    mailing = _in_state(mailing, Mailing.State.APPROVED, Mailing.State.SENDING)
    if not mailing.is_going:
        raise MailingRefused("not_now")
    _hold(mailing)
    log.record("newsletter.held", mailing, user)


@transaction.atomic
def resume(mailing: Mailing, *, user: User) -> None:
    """Send it as it is, knowing what has changed. Raises `MailingRefused`: not_now, when nothing holds it."""
    mailing = _in_state(mailing, Mailing.State.HELD)
    for row in mailing.shown_events.select_related("event"):
        row.version = row.event.version
        row.save(update_fields=["version"])
    _go_on(mailing)
    log.record("newsletter.resumed", mailing, user)


@transaction.atomic
def revert_to_draft(mailing: Mailing, *, user: User) -> IssuePage:
    """Make it a draft again and return that. Raises `MailingRefused`: not_now, when somebody may have got it."""
    mailing = _in_state(mailing, Mailing.State.HELD)
    if mailing.deliveries.exclude(state__in=[State.QUEUED, State.WITHDRAWN]).exists():
        raise MailingRefused("not_now")
    issue = mailing.issue
    log.record("newsletter.taken_back", mailing, user)
    mailing.delete()
    UnpublishPageAction(issue, user=user).execute(skip_permission_checks=True)
    return issue


def _in_state(mailing: Mailing, *states: Mailing.State) -> Mailing:
    now = _locked(mailing.pk)
    if now is None or now.state not in states:
        raise MailingRefused("not_now")
    return now
