"""The row that stands for one mail to one person, and the states it goes through.

queued   → to be sent, not before a moment; claiming a row moves that moment ahead, so a killed
           worker's claims return by themselves
offered  → handed to the mail server; nobody but the server knows yet whether it has it
sent     → the server has accepted it
failed   → the server refuses it for good
doubt    → no answer came and no record can tell: where a second mail harms nobody it goes again
           after a while, otherwise a person decides
withdrawn → no longer wanted

`attempts` numbers the offers, each of which has a sender of its own. `tries` counts only those that the address itself
put off or that vanished in silence: what was never asked, or asked too fast, uses up none.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# What one worker takes at once.
BATCH = 100
MOST_SILENCES = 5
# After so many tries a mail has waited for more than five minutes.
OFTEN = 3
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]


class State(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    OFFERED = "offered", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused")
    DOUBT = "doubt", _("In doubt")
    WITHDRAWN = "withdrawn", _("Not sent any more")


# Still to be sent, or on its way.
UNSETTLED = [State.QUEUED, State.OFFERED]
# Only a person can say what should become of them.
UNDECIDED = [State.DOUBT, State.FAILED]


def new_token() -> str:
    return secrets.token_hex(16)


def response_timeout() -> timedelta:
    """How long a mail server may take before its silence means something. The setting is in seconds."""
    return timedelta(seconds=settings.MAIL_GRACE_SECONDS)


def longest_conversation() -> timedelta:
    """How long handing over one mail may take: begun in the first half of that time, it ends well before the rest is over."""
    return response_timeout() / 3


def analyze_tables(*tables: type[models.Model]) -> None:
    """After thousands of new rows: until the database has counted again, it plans `claim` as for a handful."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")


class OutgoingMessageQuerySet[M: "OutgoingMessage"](models.QuerySet[M]):
    def due(self, now: datetime) -> Self:
        return self.filter(state=State.QUEUED, not_before__lte=now)

    def for_sending(self) -> Self:
        """With everything a message is made of."""
        return self

    def next_due(self, now: datetime) -> Self:
        """Those that wait longest first."""
        return self.due(now).order_by("not_before", "pk").for_sending()

    def unsettled(self) -> Self:
        return self.filter(state__in=UNSETTLED)

    def unanswered(self, now: datetime) -> Self:
        return self.filter(state=State.OFFERED, offered_at__lt=now - response_timeout())

    def in_doubt_since(self, moment: datetime) -> Self:
        return self.filter(state=State.DOUBT, offered_at__gt=moment)

    def claim(self, limit: int) -> list[M]:
        """Take the next rows for one worker, until its response time-out has passed."""
        now = timezone.now()
        with transaction.atomic():
            rows = list(self.next_due(now).select_for_update(skip_locked=True, of=("self",))[:limit])
            self.model._base_manager.filter(pk__in=[row.pk for row in rows]).update(
                not_before=now + response_timeout()
            )
        for row in rows:
            row.due_since, row.not_before = row.not_before, now + response_timeout()
        return rows

    def release(self, rows: Sequence[M]) -> int:
        """Claims that come to nothing are anybody's again at once, and have waited since they did; how many that were."""
        claims = self._among(rows, state=State.QUEUED, not_before__in={row.not_before for row in rows})
        since = min((row.due_since for row in rows if row.due_since), default=timezone.now())
        return claims.update(not_before=since)

    def offer(self, rows: Sequence[M]) -> list[M]:
        """Committed before the server hears of them. Left out are claims that passed and what is unwanted now."""
        now = timezone.now()
        claims = self._among(rows, state=State.QUEUED, not_before__in={row.not_before for row in rows})
        changed = claims.update(state=State.OFFERED, attempts=F("attempts") + 1, offered_at=now, error="")
        ours = list(rows) if changed == len(rows) else self._offered_at(now, rows)
        for row in ours:
            row.state, row.attempts, row.offered_at = State.OFFERED, row.attempts + 1, now
        return ours

    def _offered_at(self, moment: datetime, rows: Sequence[M]) -> list[M]:
        offers = self._among(rows, state=State.OFFERED, offered_at=moment)
        offered = set(offers.values_list("pk", flat=True))
        return [row for row in rows if row.pk in offered]

    def put_off_often(self) -> Self:
        """For the sake of its address: so it seems."""
        return self.filter(state=State.QUEUED, tries__gte=OFTEN)

    def undecided(self) -> Self:
        return self.filter(state__in=UNDECIDED)

    def send_again(self) -> int:
        """A person decides that these have not arrived; how many there were to decide about."""
        now = timezone.now()
        return self.undecided().update(state=State.QUEUED, not_before=now, settled_at=None, tries=0)

    def discard(self) -> int:
        """A person decides that these need not be sent (again); how many there were to decide about."""
        return self.undecided().update(state=State.WITHDRAWN, settled_at=timezone.now())

    def withdraw(self) -> int:
        """What nobody has offered yet is not sent any more; how many that were."""
        waiting = self.filter(state=State.QUEUED)
        return waiting.update(state=State.WITHDRAWN, settled_at=timezone.now())

    def sent_about(self, moment: datetime) -> list[M]:
        """Of what the server has for certain: what was offered last until this moment, and what was offered next."""
        sent = self.model._base_manager.filter(state=State.SENT)
        before = sent.filter(offered_at__lte=moment).order_by("-offered_at")[:1]
        after = sent.filter(offered_at__gt=moment).order_by("offered_at")[:1]
        return [*before, *after]

    def mark_sent(self, rows: Sequence[M]) -> int:
        """Those of this worker's offers that nobody has offered since, also if it was late; how many that were."""
        moments = {row.offered_at for row in rows}
        offers = self._among(rows, state__in=[State.OFFERED, State.DOUBT], offered_at__in=moments)
        return offers.update(state=State.SENT, settled_at=timezone.now(), error="")

    def _among(self, rows: Sequence[M], **conditions: Any) -> models.QuerySet[M]:
        return self.model._base_manager.filter(pk__in=[row.pk for row in rows], **conditions)


class OutgoingMessage(models.Model):
    """Subclass it, and give `message`: `kennisstad.mail.delivery` does the sending."""

    priority: ClassVar[int] = 0
    # After how long in doubt it goes again by itself; None leaves that to a person.
    sent_again_after: ClassVar[timedelta | None] = None
    # Of a row that a worker has claimed.
    due_since: datetime | None = None

    token = models.CharField(max_length=32, default=new_token, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, db_default=0)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    offered_at = models.DateTimeField(_("handed over at"), null=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    error = models.TextField(_("answer"), blank=True)

    objects: models.Manager[Any] = OutgoingMessageQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            # In the order of `claim`, so that taking the next rows sorts nothing.
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state=State.QUEUED),
                name="%(app_label)s_%(class)s_due",
            ),
            models.Index(fields=["state"], name="%(app_label)s_%(class)s_state"),
        ]
        # Not `unique=True`, which brings a second index for LIKE: every step of a row writes in all of them.
        constraints = [models.UniqueConstraint(fields=["token"], name="%(app_label)s_%(class)s_token")]

    def message(self) -> EmailMessage:
        """Always the same words for the same row."""
        raise NotImplementedError

    @property
    def recipient(self) -> str:
        """The address that it is for; empty once that is erased."""
        raise NotImplementedError

    @property
    def attempt_token(self) -> str:
        """Of this offer alone: what became of an earlier one says nothing about it."""
        return f"{self.token}-{self.attempts}"

    @property
    def envelope_sender(self) -> str:
        """Unique per offer, so that the mail server's own record can tell what became of it."""
        if not settings.MAIL_UNIQUE_SENDER:
            return str(settings.CONTACT_ADDRESS)
        local, _at, host = settings.CONTACT_ADDRESS.rpartition("@")
        return f"{local}+{self.attempt_token}@{host}"

    @property
    def message_id(self) -> str:
        return f"<{self.token}@{settings.CONTACT_ADDRESS.rpartition('@')[2]}>"

    @property
    def is_fresh(self) -> bool:
        """Whether there is time to hand it over before its silence means something to others."""
        return self.offered_at is not None and timezone.now() < self.offered_at + response_timeout() / 2

    @classmethod
    def halt(cls, rows: Sequence[Self], words: str) -> None:
        """These were refused because of us, or with nearly all others. Mails to one person have nothing to stop."""

    def settle(self, state: State, error: str = "") -> bool:
        """Whether it was still this offer that is settled; so do all changes below."""
        return self._change(state=state, settled_at=timezone.now(), error=error)

    def queue_again(self, not_before: datetime, error: str = "") -> bool:
        return self._change(state=State.QUEUED, not_before=not_before, error=error)

    def postpone(self, error: str) -> bool:
        """After a "not now" about this address: try later, a few days long."""
        if self.tries >= len(BACKOFF):
            return self.settle(State.FAILED, error)
        return self._try_again(timezone.now() + BACKOFF[self.tries], error)

    def send_anew(self, error: str) -> bool:
        """What vanished in silence, and surely is not there or harms nobody twice. A few times, then it has failed."""
        if self.tries >= MOST_SILENCES:
            return self.settle(State.FAILED, error)
        return self._try_again(timezone.now(), error)

    @transaction.atomic
    def _try_again(self, not_before: datetime, error: str) -> bool:
        again = self.queue_again(not_before, error)
        if again:
            type(self)._base_manager.filter(pk=self.pk).update(tries=F("tries") + 1)
        return again

    def look_again(self, not_before: datetime) -> bool:
        """Whether the record tells what became of one in doubt: not before that moment."""
        return self._change(not_before=not_before)

    def note(self, error: str) -> bool:
        return self._change(error=error)

    def _change(self, **values: Any) -> bool:
        """Only while it is still this offer: another worker may have taken the row since it was read."""
        rows = type(self)._base_manager.filter(pk=self.pk, state=self.state, attempts=self.attempts)
        return bool(rows.update(**values))
