"""A seat: what is scarce, what is shown at the door, and what a price belongs to."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Event
from kennisstad.fields import CharField, NameOfPerson
from kennisstad.privacy.models import PersonalData, PersonalDataQuerySet
from registrations import codes

from .registration import KEPT_AFTER_EVENT, Registration


class TicketType(models.Model):
    """A kind of seat at an event."""

    # Only a draft that was never public is deleted.
    event = models.ForeignKey(Event, models.CASCADE, related_name="ticket_types", db_index=False)
    name = CharField(_("name"), max_length=60)
    name_en = CharField(_("name in English"), max_length=60, blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    # Cents, with VAT.
    price = models.PositiveIntegerField(_("price"), default=0)

    class Meta:
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="registrations_type_once_per_event")
        ]

    def __str__(self) -> str:
        return self.name


class TicketQuerySet(PersonalDataQuerySet["Ticket"]):
    def taking_a_seat(self, now: datetime) -> "TicketQuerySet":
        """Valid, or held and not let go yet."""
        held = Q(state=Ticket.State.HELD, held_until__gt=now)
        return self.filter(Q(state=Ticket.State.VALID) | held)

    def current(self) -> "TicketQuerySet":
        """Of whom comes or asks to: not given back."""
        return self.exclude(state=Ticket.State.CANCELLED)

    def of_code(self, code: str) -> "TicketQuerySet":
        """By the code that holds; one that was replaced leads nowhere, since a stranger may have it.

        Nor does one that nobody was given yet.
        """
        found = self.filter(codes__code=codes.normalize_code(code), codes__revoked_at=None)
        return found.exclude(state=Ticket.State.WANTED)

    def expired(self, today: date) -> "TicketQuerySet":
        """When its registration is."""
        gone = Registration.objects.filter(
            delete_after__lt=today, event__ends_at__date__lt=today - KEPT_AFTER_EVENT
        )
        return self.filter(registration__in=gone).exclude(holder="", note="")

    def erase(self) -> int:
        """Nobody can be recognised any more; how many came stays known."""
        return self.update(holder="", note="")


class Ticket(PersonalData):
    """One person's seat."""

    class State(models.TextChoices):
        WANTED = "wanted", _("Wanted")
        HELD = "held", _("Held")
        VALID = "valid", _("Valid")
        CANCELLED = "cancelled", _("Cancelled")

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="tickets")
    type = models.ForeignKey(TicketType, models.PROTECT, related_name="tickets")
    # Empty: somebody who comes along.
    holder = NameOfPerson(_("name"), max_length=120, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State)
    held_until = models.DateTimeField(_("held until"), null=True)
    # Cents, with VAT, as it was when it was taken.
    price = models.PositiveIntegerField(_("price"), default=0)
    note = CharField(_("note for the door"), max_length=200, blank=True)
    # What the version before this one reads; nothing here does.
    previous_code = models.CharField(
        _("code"), max_length=codes.LENGTH, unique=True, default=codes.new_code, db_column="code"
    )

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_until__isnull=False),
                name="registrations_held_has_an_end",
            )
        ]

    def __str__(self) -> str:
        return self.grouped_code

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_wanted(self) -> bool:
        return self.state == self.State.WANTED

    @property
    def guest(self) -> str:
        """Who comes with it: by name, or as somebody's guest."""
        registration = self.registration
        if self.holder or not registration.name:
            return self.holder or str(registration)
        return registration.group_name or gettext("Guest of %(name)s") % {"name": registration.name}

    @cached_property
    def code(self) -> str:
        return self.live_code.code

    @property
    def live_code(self) -> "TicketCode":
        """The one that holds; of a ticket that was given up for another, the last that did."""
        return min(self.codes.all(), key=lambda row: (row.revoked_at is not None, -row.pk))

    @property
    def grouped_code(self) -> str:
        return codes.grouped(self.code)


class TicketCode(models.Model):
    """A code that was ever given. It shows its ticket and never manages the registration."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="codes", db_index=False)
    code = models.CharField(_("code"), max_length=codes.LENGTH, unique=True)
    revoked_at = models.DateTimeField(_("replaced at"), null=True)

    class Meta:
        verbose_name = _("ticket code")
        verbose_name_plural = _("ticket codes")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(revoked_at=None), name="registrations_one_live_code"
            )
        ]

    def __str__(self) -> str:
        return codes.grouped(self.code)
