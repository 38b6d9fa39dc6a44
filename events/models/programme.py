"""What hangs below an event's page: the parts of its programme with who speaks, and what came of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable

from kennisstad.dates import Precision, year_range_constraint
from kennisstad.fields import CharField, TextField, URLField
from kennisstad.inline_panels import RevisionInlinePanel

from .people import Person
from .periods import AllDayMixin, WholeDayPeriodMixin


class ProgrammeItem(WholeDayPeriodMixin, AllDayMixin, Orderable, ClusterableModel):
    """A part of the programme. Its key stays the same through all drafts."""

    precision = Precision.DAY

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="programme_items")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    title = CharField(_("title"), max_length=255)
    title_en = CharField(_("title in English"), max_length=255, blank=True)
    description = TextField(_("description"), blank=True)
    description_en = TextField(_("description in English"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    room = CharField(_("room"), max_length=120, blank=True)
    join_url = URLField(_("join link"), blank=True)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("room"),
        FieldPanel("description"),
        RevisionInlinePanel("speakers", label=_("Speaker")),
        MultiFieldPanel(
            [
                FieldPanel("title_en"),
                FieldPanel("description_en"),
                FieldPanel("join_url"),
                FieldPanel("is_all_day"),
            ],
            heading=_("English, join link, without hours"),
            classname="collapsed",
        ),
    ]

    class Meta(Orderable.Meta):
        constraints = [year_range_constraint("events_programmeitem_years", "starts_at", "ends_at")]

    def __str__(self) -> str:
        return self.title


class ProgrammeSpeaker(Orderable):
    item = ParentalKey(ProgrammeItem, on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("speaker"))

    panels = [FieldPanel("person")]

    def __str__(self) -> str:
        return self.person.name


class Outcome(Orderable):
    """What came of an event: agreements and projects, followed after it."""

    class Progress(models.TextChoices):
        STARTED = "started", _("Started")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="outcomes")
    title = CharField(_("outcome"), max_length=255)
    title_en = CharField(_("outcome in English"), max_length=255, blank=True)
    who = CharField(_("who"), max_length=160, blank=True)
    link = URLField(_("link"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Progress, default=Progress.STARTED)

    panels = [
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldPanel("who"),
        FieldPanel("link"),
        FieldPanel("status"),
    ]

    def __str__(self) -> str:
        return self.title
