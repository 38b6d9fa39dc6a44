"""A mail to somebody who registered, written when it is offered: it says what is true at that moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.policy import SMTP
from itertools import groupby
from operator import attrgetter
from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.changes import facts_at, notes_since
from events.models import OFF
from kennisstad.audit import log
from kennisstad.mail.outgoing import UNSETTLED, OutgoingMessage, OutgoingMessageQuerySet, State
from kennisstad.mail.prepared import PreparedMessage
from kennisstad.privacy.models import PersonalData, PersonalDataQuerySet
from registrations import emails
from registrations.news import is_too_late, matters, shown_to

from .registration import Registration


class MessageQuerySet(OutgoingMessageQuerySet["Message"], PersonalDataQuerySet["Message"]):
    def due(self, now: datetime) -> Self:
        """Of a page that is only away for a while nobody is told anything until it is back, or until it is too late."""
        event = "registration__event"
        shown = Q(**{f"{event}__is_public": True}) | Q(**{f"{event}__status__in": OFF})
        return super().due(now).filter(shown | Q(**{f"{event}__ends_at__lte": now}))

    def for_sending(self) -> Self:
        event = "registration__event"
        return self.select_related(
            f"{event}__venue__municipality", f"{event}__municipality", f"{event}__organisation"
        )

    def claim(self, limit: int) -> list["Message"]:
        """Only what is still news: the others are withdrawn, and then the next are taken."""
        while claimed := super().claim(limit):
            if rows := [row for row in claimed if row.is_still_news()]:
                return rows
        return []

    def offer(self, rows: Sequence["Message"]) -> list["Message"]:
        """In the same transaction whoever gets it counts as told, and the bytes are kept until the server has them."""
        offered = super().offer(rows)
        self.bulk_update(offered, ["version", "raw"])
        for version, same in groupby(sorted(offered, key=attrgetter("version")), key=attrgetter("version")):
            people = Registration.objects.filter(pk__in=[row.registration_id for row in same])
            people.filter(told_version__lt=version).update(told_version=version)
        return offered

    def send_again(self) -> int:
        """Each tells what is true by now."""
        now = timezone.now()
        return sum(row.queue_again(now) for row in self.undecided().for_sending())

    def discard(self) -> int:
        return sum(row.settle(State.WITHDRAWN) for row in self.undecided().for_sending())

    def mark_sent(self, rows: Sequence["Message"]) -> int:
        number = super().mark_sent(rows)
        self._among(rows, state=State.SENT).update(raw=b"")
        return number


class Message(OutgoingMessage, PersonalData):
    """What changed, for one person: everything since the version that they knew."""

    sent_again_after: ClassVar[timedelta | None] = timedelta(minutes=15)

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="messages")
    since = models.PositiveIntegerField()
    # Which version it tells, and its bytes: for as long as nobody knows whether they arrived.
    version = models.PositiveIntegerField(null=True)
    raw = models.BinaryField(default=b"")

    objects = MessageQuerySet.as_manager()

    class Meta(OutgoingMessage.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            *OutgoingMessage.Meta.constraints,
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state__in=UNSETTLED),
                name="registrations_one_message_pending",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def to(self) -> str:
        return self.registration.email

    @property
    def recipient(self) -> str:
        return self.to

    @property
    def subject(self) -> str:
        return str(self.registration.event)

    @transaction.atomic
    def is_still_news(self) -> bool:
        """Whether it may go.

        Otherwise it is withdrawn: what it was to tell was taken back, or is over, or is nothing to this person any more.
        """
        registration, event = self.registration, self.registration.event
        if not (registration.is_current and registration.email):
            self.settle(State.WITHDRAWN)
            return False
        if self.raw and self.version == event.version:
            return True
        # What may have arrived is no longer true: then everything since is told anew.
        self.raw = b""
        known = shown_to(registration, facts_at(event, self.since))
        if matters(known, shown_to(registration, facts_at(event, event.version))):
            if not is_too_late(event, known, timezone.now()):
                return True
            log.record("registrations.told_too_late", event, version=event.version, people=1)
        self.settle(State.WITHDRAWN)
        Registration.objects.count_as_told([registration], event.version)
        return False

    def message(self) -> PreparedMessage:
        """Written now, or as it was written when it may have arrived."""
        if not self.raw:
            event = self.registration.event
            before, after = (
                shown_to(self.registration, facts_at(event, version))
                for version in (self.since, event.version)
            )
            said = notes_since(event, self.since)
            letter = emails.prepare_change(self.registration, before, after, said).composed(self)
            self.raw, self.version = letter.message(policy=SMTP).as_bytes(), event.version
        return PreparedMessage(bytes(self.raw), to=self.to, subject=self.subject)

    @transaction.atomic
    def settle(self, state: State, error: str = "") -> bool:
        kept: dict[str, object] = {} if state == State.DOUBT else {"raw": b""}
        if state == State.FAILED:
            kept["version"] = self.registration.event.news_version
        changed = self._change(state=state, settled_at=timezone.now(), error=error, **kept)
        if changed and state == State.FAILED:
            self._count_as_untold()
        return changed

    def _count_as_untold(self) -> None:
        """The next mail says this too; until there is other news nobody tries again by itself."""
        people = Registration.objects.filter(pk=self.registration_id, told_version__gt=self.since)
        people.update(told_version=self.since)

    @transaction.atomic
    def queue_again(self, not_before: datetime, error: str = "") -> bool:
        """What the server did not take is written anew. What may have arrived is sent as it was, while it is true.

        Once it is not, this person is told everything since what they knew before, in a mail that waits already if there
        is one. Says whether it was still this offer.
        """
        if self.state in UNSETTLED:
            return self._change(state=State.QUEUED, not_before=not_before, error=error, raw=b"")
        if self.version == self.registration.event.version:
            return super().queue_again(not_before, error)
        waiting = type(self).objects.filter(registration=self.registration_id, state=State.QUEUED)
        waiting.filter(since__gt=self.since).update(since=self.since)
        self._count_as_untold()
        return self.settle(State.WITHDRAWN)
