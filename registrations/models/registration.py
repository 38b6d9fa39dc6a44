"""Who comes."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from events.models import Event
from kennisstad.fields import CharField, EmailField
from kennisstad.mail.ledger import UNSETTLED, State
from kennisstad.privacy.models import PersonalData, PersonalDataQuerySet
from registrations import codes

KEPT_AFTER_EVENT = timedelta(days=60)


class RegistrationQuerySet(PersonalDataQuerySet["Registration"]):
    def holding_a_place(self) -> "RegistrationQuerySet":
        return self.filter(status=Registration.Status.CONFIRMED)

    def to_be_told(self) -> "RegistrationQuerySet":
        """Who comes, can be mailed, knows older facts than they are to know, and has no mail about it already."""
        outdated = self.holding_a_place().filter(told_version__lt=F("event__news_version")).exclude(email="")
        refused = Registration.objects.filter(
            messages__state=State.FAILED, messages__version=F("event__news_version")
        )
        return outdated.exclude(messages__state__in=UNSETTLED).exclude(pk__in=refused.values("pk"))

    def of_address(self, email: str) -> "RegistrationQuerySet":
        """Compared as the constraint does: in the database, which knows fewer capitals than Python."""
        return self.annotate(caseless=Lower("email")).filter(caseless=Lower(Value(email))).exclude(email="")

    def expired(self, today: date) -> "RegistrationQuerySet":
        """Also long enough after the day on which an event that was put off really took place."""
        last_day = today - KEPT_AFTER_EVENT
        return self.filter(delete_after__lt=today, event__ends_at__date__lt=last_day).exclude(
            name="", email=""
        )

    def erase(self) -> int:
        """Nobody can be recognised any more; how many came stays known."""
        return self.update(name="", email="")


class Registration(PersonalData):
    """A place at an event, taken by somebody with a name and an e-mail address."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("Registered")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations")
    name = CharField(_("name"), max_length=120)
    email = EmailField(_("email address"))
    language = models.CharField(_("language"), max_length=2)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.CONFIRMED)
    submission = models.UUIDField(unique=True)
    created_at = models.DateTimeField(_("registered at"))
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    # The facts that this person was shown last.
    told_version = models.PositiveIntegerField()

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["event", "status"])]
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=Q(status="confirmed") & ~Q(email=""),
                name="registrations_one_place_per_address",
            ),
            models.CheckConstraint(
                condition=Q(status="confirmed", cancelled_at=None)
                | Q(status="cancelled", cancelled_at__isnull=False),
                name="registrations_cancelled_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Erased"))

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED


def last_day_kept(event: Event) -> date:
    return localdate(event.ends_at) + KEPT_AFTER_EVENT


class Ticket(models.Model):
    """What is shown at the door. Its code shows the ticket and never manages the registration."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="tickets")
    code = models.CharField(_("code"), max_length=codes.LENGTH, unique=True, default=codes.new_code)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")

    def __str__(self) -> str:
        return self.grouped_code

    @property
    def grouped_code(self) -> str:
        return codes.grouped(self.code)
