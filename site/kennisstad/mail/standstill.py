"""Whether nobody's mail is taken. Each "not now" may be said of an address: that all hear it, only all rows together tell."""

from datetime import datetime

from django.db.models import Max

from .outgoing import OutgoingMessage, State
from .settling import outgoing_models

# As many show whether it is one domain that puts off.
LOOKED_AT = 20


def everybody_is_put_off() -> bool:
    """Whether more than one domain puts off again and again, and nothing was taken since it was asked last."""
    rows = [row for model in outgoing_models() for row in _put_off(model)]
    if not rows:
        return False
    taken = [moment for model in outgoing_models() if (moment := _taken_last(model))]
    since = [row for row in rows if row.offered_at and all(row.offered_at > moment for moment in taken)]
    return len({row.recipient.rpartition("@")[2].lower() for row in since}) > 1


def _put_off(model: type[OutgoingMessage]) -> list[OutgoingMessage]:
    return list(model.objects.put_off_often().for_sending().order_by("-offered_at")[:LOOKED_AT])


def _taken_last(model: type[OutgoingMessage]) -> datetime | None:
    last: datetime | None = model.objects.filter(state=State.SENT).aggregate(Max("offered_at"))[
        "offered_at__max"
    ]
    return last
