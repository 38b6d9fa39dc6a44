"""What becomes of a mail that was offered and never answered: the mail server's record is asked, then a person."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from django.apps import apps
from django.utils import timezone

from . import server_log
from .outgoing import OutgoingMessage, State


class Fate(Enum):
    """What the record says of one offer."""

    ACCEPTED = auto()
    REFUSED = auto()
    UNKNOWN = auto()


# A record that shows nothing after an offer must at least show something from so shortly before it.
LATELY = timedelta(hours=1)
# Whatever exports it, a record holds by then what went.
WRITTEN_WITHIN = timedelta(minutes=30)


def outgoing_models() -> list[type[OutgoingMessage]]:
    """Tickets before newsletters."""
    models = (model for model in apps.get_models() if issubclass(model, OutgoingMessage))
    return sorted(models, key=lambda model: model.priority)


def settle_unanswered() -> int:
    """Ask the mail server's record about offers that nobody answered; how many rows moved on."""
    now = timezone.now()
    return sum(_settle_all(model, now) for model in outgoing_models())


def _settle_all(model: type[OutgoingMessage], now: datetime) -> int:
    in_doubt = model.objects.in_doubt_since(now - server_log.LOG_KEPT).filter(not_before__lte=now)
    rows = list((model.objects.unanswered(now) | in_doubt).order_by("offered_at", "pk"))
    if not rows:
        return 0
    there = _recorded(rows)
    taken = [row for row in rows if _is_in(there, row)]
    moved = sum(row.settle(State.SENT) for row in taken)
    # After those, since each of them shows that the record was kept at that moment.
    return moved + sum(_settle(row, _fate(row, there, now), now) for row in rows if row not in taken)


def _recorded(rows: Iterable[OutgoingMessage]) -> set[str]:
    try:
        return server_log.accepted_tokens(min(row.offered_at for row in rows if row.offered_at))
    except server_log.ServerLogUnavailable:
        return set()


def record_shows(taken: Sequence[OutgoingMessage]) -> bool:
    """Whether the record knows of all that the server has certainly taken just now."""
    there = _recorded(taken) if taken else set()
    return bool(taken) and all(_is_in(there, row) for row in taken)


def _is_in(there: set[str], row: OutgoingMessage) -> bool:
    # Offers of the version before bear the row's token alone; this can go with the next version.
    return row.attempt_token in there or row.token in there


def _fate(row: OutgoingMessage, there: set[str], now: datetime) -> Fate:
    """Of an offer that the record does not show. That proves something only where it shows what certainly went.

    What was offered last before it must be there, and what was offered next. One of both will do when there is no other
    and it is of lately; but as long as nothing was offered since, a record may only be late. A record that is empty,
    another one's, or rotated away in between knows nothing.
    """
    moment = row.offered_at
    if not there or moment is None or moment < now - server_log.LOG_KEPT:
        return Fate.UNKNOWN
    controls = _controls(moment)
    is_kept = all(_is_in(there, mail) for mail in controls.values())
    is_near = any(abs(offered_at - moment) < LATELY for offered_at in controls)
    is_written = moment < now - WRITTEN_WITHIN or any(offered_at >= moment for offered_at in controls)
    return Fate.REFUSED if is_kept and is_written and (is_near or len(controls) > 1) else Fate.UNKNOWN


def _controls(moment: datetime) -> dict[datetime, OutgoingMessage]:
    """What the server has for certain: whatever was offered last until this moment, and next after it."""
    found = [mail for model in outgoing_models() for mail in model.objects.sent_about(moment)]
    sent: dict[datetime, OutgoingMessage] = {mail.offered_at: mail for mail in found if mail.offered_at}
    before = max((offered_at for offered_at in sent if offered_at <= moment), default=None)
    after = min((offered_at for offered_at in sent if offered_at > moment), default=None)
    return {offered_at: sent[offered_at] for offered_at in (before, after) if offered_at}


def _settle(row: OutgoingMessage, fate: Fate, now: datetime) -> bool:
    """Whether that moved it on."""
    if fate is Fate.REFUSED:
        return row.send_anew(row.error)
    if row.state == State.OFFERED:
        return row.settle(State.DOUBT, row.error)
    if row.offered_at and row.sent_again_after and row.offered_at < now - row.sent_again_after:
        return row.send_anew(row.error)
    if row.offered_at:
        row.look_again(_next_look(row, row.offered_at, now))
    return False


def _next_look(row: OutgoingMessage, offered_at: datetime, now: datetime) -> datetime:
    """After as long as nobody knows by now, since a record is read whole; or when it goes again without."""
    later = now + (now - offered_at)
    return min(later, offered_at + row.sent_again_after) if row.sent_again_after else later
