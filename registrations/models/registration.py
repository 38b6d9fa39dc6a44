"""Who registered: a booking for one event. The seats themselves are tickets."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from events.models import Event, Status
from kennisstad.fields import CharField, EmailField, MailboxKey, NameOfPerson
from kennisstad.mail.outgoing import UNSETTLED
from kennisstad.mail.outgoing import State as MailState
from kennisstad.mailbox import normal_form
from kennisstad.privacy.models import PersonalData, PersonalDataQuerySet

KEPT_AFTER_EVENT = timedelta(days=60)


class RegistrationQuerySet(PersonalDataQuerySet["Registration"]):
    def live(self) -> "RegistrationQuerySet":
        """Who comes, as far as is known."""
        return self.filter(state=Registration.State.CONFIRMED)

    def pending(self) -> "RegistrationQuerySet":
        """Who asks for a place, the longest waiting first. Of whom no name is left nobody waits for an answer."""
        return self.filter(state=Registration.State.PENDING).exclude(name="")

    def to_be_answered(self, now: datetime) -> "RegistrationQuerySet":
        """Who asks for a place at what is not over and not cancelled."""
        coming = self.pending().filter(event__ends_at__gt=now)
        return coming.exclude(event__status=Status.CANCELLED)

    def current(self) -> "RegistrationQuerySet":
        """Who comes, or asks to."""
        return self.filter(state__in=CURRENT)

    def to_be_told(self) -> "RegistrationQuerySet":
        """Who comes or asks to, can be mailed, knows older facts than they are to know, and has no mail about it already."""
        outdated = self.current().filter(told_version__lt=F("event__news_version")).exclude(email="")
        refused = Registration.objects.filter(
            messages__state=MailState.FAILED, messages__version=F("event__news_version")
        )
        return outdated.exclude(messages__state__in=UNSETTLED).exclude(pk__in=refused.values("pk"))

    def count_as_told(self, people: Iterable["Registration"], version: int) -> None:
        """They know this version of the event, or nothing in it is news to them."""
        self.filter(pk__in=[person.pk for person in people]).update(told_version=version)

    def of_mailbox(self, email: str) -> "RegistrationQuerySet":
        """However it is spelled."""
        return self.filter(mailbox=normal_form(email)).exclude(email="")

    def expired(self, today: date) -> "RegistrationQuerySet":
        """Also long enough after the day on which an event that was put off really took place."""
        last_day = today - KEPT_AFTER_EVENT
        return self.filter(delete_after__lt=today, event__ends_at__date__lt=last_day).exclude(
            name="", email="", group_name=""
        )

    def erase(self) -> int:
        """Nobody can be recognised any more; how many came stays known."""
        return self.update(name="", email="", mailbox=None, group_name="")


class Registration(PersonalData):
    """A booking, by somebody with a name and an e-mail address."""

    class State(models.TextChoices):
        PENDING = "pending", _("Asks for a place")
        CONFIRMED = "confirmed", _("Registered")
        REFUSED = "refused", _("Not admitted")
        CANCELLED = "cancelled", _("Cancelled")

    class Source(models.TextChoices):
        SITE = "site", _("Form on the site")
        IMPORT = "import", _("Taken over")
        DESK = "desk", _("By the organiser")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations")
    name = NameOfPerson(_("name"), max_length=120)
    email = EmailField(_("email address"))
    mailbox = MailboxKey()
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(
        _("status"), max_length=10, choices=State, default=State.CONFIRMED, db_column="status"
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.SITE)
    # Empty unless they come as one, such as a class.
    group_name = CharField(_("name of the group"), max_length=120, blank=True, default="", db_default="")
    created_at = models.DateTimeField(_("registered at"))
    # When an organiser admitted or refused who had asked for a place.
    decided_at = models.DateTimeField(_("answered at"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    # The facts that this person was shown last.
    told_version = models.PositiveIntegerField()
    # The version before this one asks that it is filled; nothing here reads it.
    submission = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["event", "state"], name="registratio_event_i_246b4a_idx")]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "mailbox"],
                condition=Q(state__in=["pending", "confirmed"], source="site"),
                name="registrations_one_per_mailbox",
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & Q(cancelled_at__isnull=False))
                | (~Q(state="cancelled") & Q(cancelled_at=None)),
                name="registrations_cancelled_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(decided_at__isnull=False),
                name="registrations_refused_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Erased"))

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING

    @property
    def is_refused(self) -> bool:
        return self.state == self.State.REFUSED

    @property
    def is_current(self) -> bool:
        return self.state in CURRENT

    @property
    def tickets_asked_for(self) -> int:
        """Of rows that have their tickets with them."""
        return sum(not ticket.is_cancelled for ticket in self.tickets.all())

    @property
    def first_wanted(self) -> Any:
        """The ticket beside which it is answered, of rows that have their tickets with them."""
        return next((ticket for ticket in self.tickets.all() if ticket.is_wanted), None)

    @property
    def must_ask_for_more(self) -> bool:
        """Who was admitted brings others only when their organiser admits them too."""
        return not self.is_pending and self.event.registration_settings.needs_approval

    @property
    def is_erased(self) -> bool:
        return not (self.name or self.email)

    @cached_property
    def current_tickets(self) -> list[Any]:
        """Of whom comes or asks to, as it is when this is read first. Each is a `Ticket`, of which this module knows
        nothing.
        """
        return list(self.tickets.exclude(state="cancelled").order_by("pk").prefetch_related("codes"))


# They hold their mailbox: it registers no second time for the event.
CURRENT = (Registration.State.PENDING, Registration.State.CONFIRMED)


def last_day_kept(event: Event) -> date:
    return localdate(event.ends_at) + KEPT_AFTER_EVENT


class Submission(PersonalData):
    """A form that was sent, as it was typed, and its answer: sent again, it finds the same one."""

    key = models.UUIDField(primary_key=True)
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="submissions")
    # Otherwise it found somebody who had registered already, and its sender may not touch that or see it.
    made_it = models.BooleanField()
    name = NameOfPerson(_("name"), max_length=120)
    email = EmailField(_("email address"))
    language = models.CharField(_("language"), max_length=2)
    # The names of who come along; of a group nobody has one.
    companions = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    group_name = CharField(_("name of the group"), max_length=120, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")

    def __str__(self) -> str:
        return str(self.key)

    @property
    def number_of_people(self) -> int:
        return 1 + len(self.companions)
