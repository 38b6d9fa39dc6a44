"""The read model of the calendar."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from kennisstad.accounts.models import Organisation
from kennisstad.fields import CharField
from kennisstad.money import CentsField

from .choices import Mode, SpokenLanguage
from .event import Event, Session
from .periods import PrecisionMixin, hours_require_day_constraint


class CalendarEntryQuerySet(models.QuerySet["CalendarEntry"]):
    def visible(self) -> "CalendarEntryQuerySet":
        """Confirmed and cancelled ones; a withdrawn one is only a tombstone in feeds."""
        return self.exclude(status=CalendarEntry.Status.WITHDRAWN)

    def upcoming(self, now: datetime | None = None) -> "CalendarEntryQuerySet":
        return self.filter(ends_at__gt=now or timezone.now())


class CalendarEntry(PrecisionMixin):
    """One public dated thing: an event, or a session that stands in the calendar by itself."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("Going ahead")
        TENTATIVE = "tentative", _("Date not sure yet")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Not going ahead")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class GoneReason(models.TextChoices):
        """Why this entry left, whatever becomes of its event later."""

        UNPUBLISHED = "unpublished", _("Its page was taken off the site")
        DELETED = "deleted", _("Its page was deleted")
        DROPPED = "dropped", _("It left the programme")
        RELISTED = "relisted", _("The event is listed otherwise")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Not going ahead")

    uid = models.CharField(max_length=255, unique=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="calendar_entries")
    session = models.OneToOneField(Session, models.PROTECT, null=True, related_name="calendar_entry")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    event_type = models.ForeignKey("events.EventType", models.PROTECT, related_name="+")
    series = models.ForeignKey("events.Series", models.PROTECT, null=True, related_name="+")
    municipality = models.ForeignKey("events.Municipality", models.PROTECT, null=True, related_name="+")
    themes = models.ManyToManyField("events.Theme", related_name="+")
    audiences = models.ManyToManyField("events.Audience", related_name="+")
    title = CharField(max_length=600)
    title_en = CharField(max_length=600)
    summary = CharField(max_length=300)
    summary_en = CharField(max_length=300)
    place = CharField(max_length=400)
    place_name = CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=Mode)
    price_from = CentsField(null=True)
    spoken_language = models.CharField(max_length=5, choices=SpokenLanguage)
    status = models.CharField(max_length=10, choices=Status)
    gone_because = models.CharField(max_length=11, choices=GoneReason, blank=True)
    is_example = models.BooleanField()
    path = models.CharField(max_length=600)
    sequence = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    vevent = models.BinaryField()
    vevent_en = models.BinaryField()

    objects = CalendarEntryQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "uid"]
        indexes = [models.Index(fields=["starts_at", "uid"]), models.Index(fields=["ends_at"])]
        constraints = [
            hours_require_day_constraint("events_entry_hours_ask_for_a_day"),
            models.CheckConstraint(
                condition=Q(status="withdrawn") & ~Q(gone_because="")
                | ~Q(status="withdrawn") & Q(gone_because=""),
                name="events_entry_gone_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def is_off(self) -> bool:
        """It does not take place, also when it left for that."""
        return (self.gone_because or self.status) in {self.Status.CANCELLED, self.Status.POSTPONED}

    @property
    def takes_place(self) -> bool:
        return not self.is_off and self.status != self.Status.WITHDRAWN

    @property
    def status_label(self) -> str:
        """What stands before its title; nothing when it simply goes ahead."""
        return (
            "" if self.status in {self.Status.CONFIRMED, self.Status.WITHDRAWN} else self.get_status_display()
        )

    @property
    def is_free(self) -> bool:
        return self.price_from == 0

    def get_absolute_url(self, language: str | None = None) -> str:
        prefix = "/en/" if (language or translation.get_language()) == "en" else "/"
        return prefix + self.path

    def get_full_url(self, language: str | None = None) -> str:
        return settings.BASE_URL + self.get_absolute_url(language)
