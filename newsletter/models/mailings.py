"""What goes out, frozen at approval, and to whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from events.models import Event
from kennisstad.fields import CharField
from kennisstad.mail import outgoing
from kennisstad.mail.outgoing import OutgoingMessage, OutgoingMessageQuerySet
from kennisstad.privacy.models import PersonalData, PersonalDataQuerySet

from .pages import IssuePage
from .subscribers import Subscriber

FROZEN = ("text", "text_en", "html", "html_en")


class MailingQuerySet(models.QuerySet["Mailing"]):
    def for_listing(self) -> Self:
        """Knowing how far it is, and without the texts that went out."""
        unsettled = Delivery.objects.unsettled().filter(mailing=OuterRef("pk"))
        is_going = Q(prepared_at=None) | Exists(unsettled)
        return self.annotate(is_going=ExpressionWrapper(is_going, models.BooleanField())).defer(*FROZEN)


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
        return self.State(self.state) if self.is_going else self.State.SENT

    def figures(self) -> dict[str, int]:
        """How many recipients stand in each state."""
        rows = self.deliveries.order_by().values_list("state").annotate(Count("pk"))
        return dict.fromkeys(outgoing.State.values, 0) | dict(rows)


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
        from newsletter.sending import hold_stale  # it reads these models

        return [] if hold_stale({row.mailing_id for row in rows}) else super().offer(rows)

    def erase(self) -> int:
        """Forget who it was; the figures stay."""
        return self.exclude(subscriber=None).update(subscriber=None)


class Delivery(OutgoingMessage, PersonalData):
    """One issue for one subscriber."""

    priority: ClassVar[int] = 1

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.ForeignKey(Subscriber, models.SET_NULL, null=True, related_name="deliveries")

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

    @classmethod
    def halt(cls, rows: Sequence[Self], words: str) -> None:
        """The mailings that they belong to stop, and whoever was refused just now still has to get it."""
        from newsletter.sending import halt  # it reads these models

        halt(rows, words)

    def message(self) -> EmailMessage:
        from newsletter.message import message_for  # it reads these models

        return message_for(self)
