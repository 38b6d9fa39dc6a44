"""What goes on between approving an issue and its last letter."""

import logging
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from kennisstad.accounts.models import User
from kennisstad.audit import log
from kennisstad.mail.outbox import wake_worker
from kennisstad.mail.outgoing import State, analyze_tables
from newsletter.models import Delivery, IssuePage, Mailing, Subscriber
from newsletter.subscriptions import SUBSCRIBERS_KEPT

logger = logging.getLogger(__name__)

AT_ONCE = 1000


class MailingRefused(Exception):
    """`code`: already_approved, empty, changed, nobody, taken, not_now, in_doubt."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def prepare(pk: int) -> None:
    """A row per reader: whoever is known and had asked before it was approved gets it, or is counted as excluded."""
    while prepare_some(pk):
        pass


@transaction.atomic
def prepare_some(pk: int) -> bool:
    """The next of them, and how far it is: one commit, so that a kill costs nothing. False when there are no more."""
    mailing = Mailing.objects.locked(pk)
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


def advance_mailings() -> None:
    """Start what is approved, stop what has become untrue, close what is done.

    Each stands on its own. Raises what the first that failed raised, once all others have gone on.
    """
    failures = []
    for pk in Mailing.objects.exclude(state=Mailing.State.SENT).order_by("pk").values_list("pk", flat=True):
        try:
            prepare(pk)
            _advance(pk)
        except Exception as failure:
            logger.exception("Mailing %s cannot go on.", pk)
            failures.append(failure)
    if failures:
        raise failures[0]


@transaction.atomic
def _advance(pk: int) -> None:
    mailing = Mailing.objects.locked(pk)
    if mailing is None:
        return
    _withdraw_from_leavers(mailing)
    if not mailing.is_going:
        # Also when it was held back after its last letter: there is nothing left to hold.
        _close(mailing)
    elif mailing.state == Mailing.State.HELD:
        return
    elif mailing.stale_events():
        mailing.hold()
    elif mailing.state == Mailing.State.APPROVED:
        _go_on(mailing)


def _withdraw_from_leavers(mailing: Mailing) -> None:
    """Somebody may have left while the rows were being written."""
    waiting = mailing.deliveries.filter(state=State.QUEUED)
    waiting.exclude(subscriber__state=Subscriber.State.CONFIRMED).update(
        state=State.WITHDRAWN, settled_at=timezone.now()
    )


def _go_on(mailing: Mailing) -> None:
    # Letters go once everybody who gets one is known.
    mailing.state = Mailing.State.SENDING if mailing.prepared_at else Mailing.State.APPROVED
    mailing.hold_reason = ""
    mailing.save(update_fields=["state", "hold_reason"])
    wake_worker()


def _close(mailing: Mailing) -> None:
    mailing.state, mailing.finished_at = Mailing.State.SENT, timezone.now()
    mailing.save(update_fields=["state", "finished_at"])


@transaction.atomic
def hold(mailing: Mailing, *, user: User) -> None:
    """Stop, as far as letters are not on their way. Raises `MailingRefused`: not_now, when it is not being sent."""
    mailing = _in_state(mailing, Mailing.State.APPROVED, *Mailing.MAY_GO)
    if not mailing.is_going:
        raise MailingRefused("not_now")
    mailing.hold()
    log.record("newsletter.held", mailing, user)


@transaction.atomic
def hold_all() -> int:
    """Whatever goes waits until an editor looks: in a restored copy nobody knows how far it came. How many.

    Nothing else runs there yet, so nothing is locked.
    """
    # Also what was sent, of which letters in doubt go again: one that is held is closed again after the last.
    again = Mailing.objects.filter(
        state=Mailing.State.SENT, pk__in=Delivery.objects.unsettled().values("mailing")
    )
    going = Mailing.objects.filter(state__in=[Mailing.State.APPROVED, Mailing.State.SENDING]) | again
    for mailing in (held := list(going)):
        mailing.hold()
        log.record("newsletter.held", mailing)
    return len(held)


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
    """Make it a draft again and return that. Raises `MailingRefused`: not_now or in_doubt, when somebody may have it."""
    mailing = _in_state(mailing, Mailing.State.HELD)
    if mailing.deliveries.may_have_arrived().exists():
        raise MailingRefused("in_doubt")
    if mailing.deliveries.exclude(state__in=[State.QUEUED, State.WITHDRAWN]).exists():
        raise MailingRefused("not_now")
    issue = mailing.issue
    log.record("newsletter.taken_back", mailing, user)
    mailing.delete()
    UnpublishPageAction(issue, user=user).execute(skip_permission_checks=True)
    return issue


def _in_state(mailing: Mailing, *states: Mailing.State) -> Mailing:
    now = Mailing.objects.locked(mailing.pk)
    if now is None or now.state not in states:
        raise MailingRefused("not_now")
    return now
