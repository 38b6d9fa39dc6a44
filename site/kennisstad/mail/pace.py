"""How fast mail may go: as fast as we can, until whoever takes it says "not so fast", and then ever faster again.

A row stands for who takes less than we can give: the mail server, or the domain of an address. All workers share it.
What waits because of it was never asked, so it uses up none of an address's tries.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .models import Pace

MAIL_SERVER = ""
# In seconds between two mails, after the first "not so fast"; below the last it is as fast as we are.
FIRST, SLOWEST, FASTEST = 0.05, 300.0, 0.0125
# After each mail that is accepted.
QUICKER = 0.97
# In seconds without any mail, while nobody is there or everything is refused: twice as long each time.
SHORTEST_REST, LONGEST_REST = 1.0, 300.0
KEPT = timedelta(days=1)
# As long a rest comes after two minutes in which it took nothing.
WORRYING_REST = 60.0


def known() -> dict[str, datetime]:
    """Who is slower than we are, and until when each takes nothing at all."""
    paces = dict(Pace.objects.values_list("destination", "not_before"))
    return paces | ({MAIL_SERVER: timezone.now()} if _least() and MAIL_SERVER not in paces else {})


@transaction.atomic
def reserve(amount: int, within: timedelta) -> timedelta | None:
    """How long to wait before so many may go to the mail server, one after the other at its pace.

    None when that is not `within` that time: nothing is reserved then.
    """
    now, least = timezone.now(), _least()
    if least:
        Pace.objects.get_or_create(destination=MAIL_SERVER, defaults={"not_before": now})
    # Locked, so that two workers keep one pace together.
    pace = Pace.objects.select_for_update().filter(destination=MAIL_SERVER).first()
    if pace is None:
        return timedelta(0)
    start = max(now, pace.not_before)
    if start - now > within:
        return None
    pace.not_before = start + timedelta(seconds=max(pace.interval, least)) * amount
    pace.save(update_fields=["not_before"])
    return start - now


@transaction.atomic
def slow_down(destination: str, words: str) -> datetime:
    """Half as fast as before, once it has had time to breathe; until when it takes nothing."""
    pace = _locked(destination)
    if pace.is_off:
        return pace.not_before
    pace.interval = min(max(pace.interval * 2, FIRST), SLOWEST)
    # Whoever counts by the second counts on: asking again at once would halve the pace for nothing.
    pace.not_before = timezone.now() + timedelta(seconds=max(pace.interval, SHORTEST_REST))
    pace.words = words
    pace.save()
    return pace.not_before


@transaction.atomic
def rest(destination: str, words: str) -> datetime:
    """Nothing for a while, twice as long as the last time; until when."""
    pace = _locked(destination)
    if pace.is_off:
        return pace.not_before
    pace.rest = min(max(pace.rest * 2, SHORTEST_REST), LONGEST_REST)
    pace.not_before = timezone.now() + timedelta(seconds=pace.rest)
    pace.words = words
    pace.save()
    return pace.not_before


def count_refusal(destination: str) -> int:
    """One more that was refused because of us; how many in a row that are, in all workers."""
    pace = Pace.objects.filter(destination=destination)
    pace.update(refusals=F("refusals") + 1)
    return pace.values_list("refusals", flat=True).first() or 0


def switch_off(words: str) -> None:
    """Nothing goes to the mail server until somebody switches it on again; the words say who, and why."""
    off = {"not_before": Pace.FOR_EVER, "words": words}
    Pace.objects.update_or_create(destination=MAIL_SERVER, defaults=off)


def switch_on() -> None:
    """As fast as we are, until the mail server says otherwise."""
    Pace.objects.filter(destination=MAIL_SERVER).delete()


def forget() -> int:
    """A day after it could have taken mail again, nothing is known of a destination; of how many."""
    return Pace.objects.filter(not_before__lt=timezone.now() - KEPT).delete()[0]


@transaction.atomic
def speed_up(destination: str, accepted: int) -> None:
    """It took so many: a little faster, until it is as fast as we are, and no rest any more."""
    pace = _locked(destination)
    if pace.is_off:
        return
    pace.rest, pace.refusals, pace.words = 0, 0, ""
    pace.interval *= QUICKER**accepted
    if pace.interval < FASTEST and not _least():
        pace.delete()
    else:
        pace.save()


def trouble() -> str:
    """What the mail server said when it took nothing, or not so fast; nothing while it takes what we give."""
    return Pace.objects.filter(destination=MAIL_SERVER).values_list("words", flat=True).first() or ""


def is_off() -> bool:
    """Whether an administrator has switched sending off."""
    return Pace.objects.filter(destination=MAIL_SERVER, not_before__gte=Pace.FOR_EVER).exists()


def takes_nothing() -> bool:
    """Whether the mail server was not there or refused everything when it was asked last, and not just for a moment."""
    return Pace.objects.filter(destination=MAIL_SERVER, rest__gte=WORRYING_REST).exists()


def _locked(destination: str) -> Pace:
    """Its row, which is there from now on."""
    Pace.objects.get_or_create(destination=destination, defaults={"not_before": timezone.now()})
    return Pace.objects.select_for_update().get(destination=destination)


def _least() -> float:
    """In seconds between two mails, for whoever may not send more than the operator says."""
    return 1 / settings.MAILS_PER_SECOND if settings.MAILS_PER_SECOND else 0.0
