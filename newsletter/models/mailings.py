"""What goes out, frozen at approval, and to whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from events.changes import Kind, kinds_since
from events.models import Event
from kennisstad.audit import log
from kennisstad.fields import CharField
from kennisstad.languages import in_language
from kennisstad.mail import outgoing
from kennisstad.mail.outgoing import OutgoingMessage, OutgoingMessageQuerySet
from kennisstad.mail.prepared import PreparedMessage
from kennisstad.mail.rendering import RenderedMail
from kennisstad.privacy.models import PersonalData, PersonalDataQuerySet
from newsletter import links
from newsletter.message import MessageTemplate, message_template

from .pages import IssuePage
from .subscribers import Subscriber

FROZEN = ("text", "text_en", "html", "html_en")
# What of an event readers must not be told wrongly.
TELLING = (Kind.CANCELLED, Kind.POSTPONED, Kind.MOVED, Kind.RELOCATED, Kind.WITHDRAWN, Kind.PROGRAMME)


@dataclass(frozen=True)
class StaleEvent:
    """An event that is no longer as an issue tells, and what is different."""

    event: Event
    kinds: list[Kind]


class MailingQuerySet(models.QuerySet["Mailing"]):
    def for_listing(self) -> Self:
        """Knowing how far it is, and without the texts that went out."""
        unsettled = Delivery.objects.unsettled().filter(mailing=OuterRef("pk"))
        is_going = Q(prepared_at=None) | Exists(unsettled)
        return self.annotate(is_going=ExpressionWrapper(is_going, models.BooleanField())).defer(*FROZEN)

    def locked(self, pk: int) -> "Mailing | None":
        """None when it was made a draft again meanwhile."""
        return self.select_for_update().filter(pk=pk).first()

    def hold_stale(self, pks: Iterable[int]) -> bool:
        """Whether one of them tells about an event what is no longer true. It is held then, before another letter goes."""
        outdated = MailingEvent.objects.filter(mailing__in=pks, version__lt=F("event__version"))
        going = self.filter(pk__in=outdated.values("mailing"), state=Mailing.State.SENDING)
        found = [mailing for mailing in going.select_for_update().order_by("pk") if mailing.stale_events()]
        for mailing in found:
            mailing.hold()
        return bool(found)


class Mailing(models.Model):
    """An approved issue: the very texts that subscribers get, and how far it is."""

    class State(models.TextChoices):
        APPROVED = "approved", _("Approved")
        SENDING = "sending", _("Being sent")
        HELD = "held", _("Held back")
        SENT = "sent", _("Sent")

    # Also once it is sent: what was in doubt may have to go again.
    MAY_GO = (State.SENDING, State.SENT)

    issue = models.OneToOneField(IssuePage, models.PROTECT, related_name="mailing")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPROVED)
    subject = CharField(_("subject"), max_length=300)
    subject_en = CharField(_("subject in English"), max_length=300)
    text = models.TextField()
    text_en = models.TextField()
    html = models.TextField()
    html_en = models.TextField()
    gap = models.CharField(max_length=40)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    # Who gets it is written down by the worker, in the order of their keys, up to this one so far.
    prepared_to = models.UUIDField(null=True)
    prepared_at = models.DateTimeField(_("recipients known at"), null=True)
    candidates = models.PositiveIntegerField(_("known addresses"), default=0)
    excluded = models.JSONField(_("not sent to"), default=dict)
    # What the mail server said when it refused so much that the mailing stopped itself.
    hold_reason = models.TextField(_("why it is held back"), blank=True, db_default="")

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-approved_at"]

    def __str__(self) -> str:
        return self.subject

    @cached_property
    def is_going(self) -> bool:
        return self.prepared_at is None or self.deliveries.unsettled().exists()

    @property
    def progress(self) -> State:
        """For people: it is sent with its last letter, and `advance_mailings` writes that down at its next round."""
        if not self.is_going:
            return self.State.SENT
        # Letters in doubt that go again after the last.
        return self.State.SENDING if self.state == self.State.SENT else self.State(self.state)

    def figures(self) -> dict[str, int]:
        """How many recipients stand in each state."""
        rows = self.deliveries.order_by().values_list("state").annotate(Count("pk"))
        return dict.fromkeys(outgoing.State.values, 0) | dict(rows)

    def stale_events(self) -> list[StaleEvent]:
        """What is no longer as the issue says; what changed and was changed back is."""
        outdated = self.shown_events.filter(version__lt=F("event__version")).select_related("event")
        told = ((row.event, kinds_since(row.event, row.version)) for row in outdated.order_by("pk"))
        found = ((event, [kind for kind in kinds if kind in TELLING]) for event, kinds in told)
        return [StaleEvent(event, kinds) for event, kinds in found if kinds]

    def hold(self, reason: str = "") -> None:
        """No letter goes any more, until an editor decides. Call it with this row locked."""
        self.state, self.hold_reason = Mailing.State.HELD, reason
        self.save(update_fields=["state", "hold_reason"])
        # Moving the moment voids the claims of workers that are sending right now.
        self.deliveries.filter(state=outgoing.State.QUEUED).update(not_before=timezone.now())


class MailingEvent(models.Model):
    """An event that an issue tells about, as it was when the issue was approved or sent on all the same."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="shown_events")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "event"], name="newsletter_event_once_per_mailing")
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.version}"


class DeliveryQuerySet(OutgoingMessageQuerySet["Delivery"], PersonalDataQuerySet["Delivery"]):
    def due(self, now: datetime) -> Self:
        """Only while the mailing goes on, and only to who still wants it."""
        return (
            super()
            .due(now)
            .filter(mailing__state__in=Mailing.MAY_GO, subscriber__state=Subscriber.State.CONFIRMED)
        )

    def for_sending(self) -> Self:
        frozen = [f"mailing__{name}" for name in FROZEN]
        return self.select_related("mailing", "subscriber").defer(*frozen)

    def offer(self, rows: Sequence["Delivery"]) -> list["Delivery"]:
        """Only what is still true of every event that it tells about; otherwise the mailing is held."""
        stale = Mailing.objects.hold_stale({row.mailing_id for row in rows})
        return [] if stale else super().offer(rows)

    def may_have_arrived(self) -> Self:
        """Of which nobody knows, or knew when it was decided about."""
        return self.filter(Q(state=outgoing.State.DOUBT) | Q(decided_in_doubt=True))

    def send_again(self) -> int:
        self._remember_doubt()
        return super().send_again()

    def discard(self) -> int:
        self._remember_doubt()
        return super().discard()

    def _remember_doubt(self) -> None:
        """First: a kill in between leaves a letter in doubt that is remembered, never one that is forgotten."""
        self.filter(state=outgoing.State.DOUBT).update(decided_in_doubt=True)

    def erase(self) -> int:
        """Forget who it was; the figures stay."""
        return self.exclude(subscriber=None).update(subscriber=None)


class Delivery(OutgoingMessage, PersonalData):
    """One issue for one subscriber."""

    priority: ClassVar[int] = 1

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.ForeignKey(Subscriber, models.SET_NULL, null=True, related_name="deliveries")
    # What a person decided about a letter says nothing about whether it arrived.
    decided_in_doubt = models.BooleanField(default=False, db_default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta(OutgoingMessage.Meta):
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            *OutgoingMessage.Meta.constraints,
            models.UniqueConstraint(fields=["mailing", "subscriber"], name="newsletter_delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mailing} → {self.subscriber}"

    @property
    def recipient(self) -> str:
        return self.subscriber.email if self.subscriber else ""

    @classmethod
    @transaction.atomic
    def halt(cls, rows: Sequence[Self], words: str) -> None:
        """The mailings that they belong to are held, and whoever was refused just now still has to get it."""
        for pk in sorted({row.mailing_id for row in rows}):
            mailing = Mailing.objects.locked(pk)
            if mailing and mailing.state in Mailing.MAY_GO:
                mailing.hold(words)
                log.record("newsletter.halted", mailing, words=words)
        refused = cls.objects.filter(pk__in=[row.pk for row in rows], state=outgoing.State.FAILED)
        refused.update(state=outgoing.State.QUEUED, not_before=timezone.now(), settled_at=None)

    def message(self) -> PreparedMessage:
        """The mailing's bytes with this reader's own token. Raises `ValueError` when the reader has been erased."""
        if self.subscriber is None:
            raise ValueError("The reader has been erased.")
        template = _template(self.mailing_id, self.mailing.fingerprint, self.subscriber.language)
        token = links.subscriber_token(self.subscriber)
        return template.fill_in(to=self.subscriber.email, token=token, message_id=self.message_id)


@lru_cache(maxsize=2)
def _template(mailing_id: int, fingerprint: str, language: str) -> MessageTemplate:
    """Built once per language, and only one mailing is held; the fingerprint keeps another mailing's bytes out."""
    mailing = Mailing.objects.get(pk=mailing_id, fingerprint=fingerprint)
    subject, text, html = (in_language(mailing, name, language) for name in ("subject", "text", "html"))
    return message_template(
        RenderedMail(subject, text, html),
        language=language,
        gap=mailing.gap,
        unsubscribe_url=links.full_url("newsletter:unsubscribe", mailing.gap, language=language),
        date=mailing.approved_at,
        fingerprint=fingerprint,
    )
