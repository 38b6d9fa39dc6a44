"""The words by which events are sorted and found."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from kennisstad.fields import CharField
from kennisstad.languages import in_language

from .calendar_reference import CalendarReference
from .choices import Booking, Mode

LONGEST = timedelta(days=366)


class Term(models.Model):
    """A word from a list that an administrator keeps."""

    name = CharField(_("name"), max_length=80)
    name_en = CharField(_("name in English"), max_length=80, blank=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug"), FieldPanel("position")]

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return in_language(self, "name")


class Theme(CalendarReference, Term):
    """A public topic, in plain words."""

    event_lookup = "themes"

    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Audience(Term):
    class Meta(Term.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class PolicyTrack(Term):
    """Where an event belongs in the partners' own plans; only for reports."""

    framework = CharField(_("plan"), max_length=80)

    panels = [FieldPanel("framework"), *Term.panels]

    class Meta(Term.Meta):
        verbose_name = _("policy track")
        verbose_name_plural = _("policy tracks")
        ordering = ["framework", "position", "name"]

    def __str__(self) -> str:
        return f"{self.framework}: {in_language(self, 'name')}"


class Series(Term):
    """A returning event: its editions may have different organisers."""

    class Meta(Term.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")


class EventType(Term):
    """A format with its defaults, so that an organiser fills in little."""

    plural = CharField(_("plural"), max_length=80)
    plural_en = CharField(_("plural in English"), max_length=80, blank=True)
    default_duration = models.DurationField(
        _("usual length"),
        default=timedelta(hours=2),
        validators=[MinValueValidator(timedelta(minutes=1)), MaxValueValidator(LONGEST)],
    )
    default_mode = models.CharField(_("usual form"), max_length=10, choices=Mode, default=Mode.ONSITE)
    default_booking = models.CharField(
        _("how one usually comes in"), max_length=10, choices=Booking, default=Booking.HERE
    )

    panels = [
        *Term.panels,
        FieldPanel("plural"),
        FieldPanel("plural_en"),
        FieldPanel("default_duration"),
        FieldPanel("default_mode"),
        FieldPanel("default_booking"),
    ]

    class Meta(Term.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(default_duration__gt=timedelta(0), default_duration__lte=LONGEST),
                name="events_eventtype_duration",
            )
        ]
        verbose_name = _("event type")
        verbose_name_plural = _("event types")
