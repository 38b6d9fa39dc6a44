from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from kennisstad.accounts.models import Organisation
from kennisstad.fields import CharField, TextField

from .calendar_reference import CalendarReference


class Municipality(CalendarReference):
    event_lookup = "municipality"

    name = CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    cbs_code = CharField(_("CBS code"), max_length=6, blank=True)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("cbs_code")]

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Venue(CalendarReference):
    """A place to meet. One without an organisation is for everybody to choose."""

    event_lookup = "venue"

    name = CharField(_("name"), max_length=120)
    street = CharField(_("street and number"), max_length=120, blank=True)
    postcode = CharField(_("postcode"), max_length=7, blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name=_("municipality"))
    accessibility = TextField(_("accessibility"), blank=True)
    accessibility_en = TextField(_("accessibility in English"), blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("organisation")
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("street"),
        FieldPanel("postcode"),
        FieldPanel("municipality"),
        FieldPanel("tells"),
        FieldPanel("accessibility"),
        FieldPanel("accessibility_en"),
        FieldPanel("organisation"),
    ]

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "municipality"], name="events_venue_once_per_town")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.municipality}"

    @property
    def address(self) -> str:
        """One line: venue, street, postcode and town."""
        town = f"{self.postcode} {self.municipality}".strip()
        return ", ".join(part for part in (self.name, self.street, town) if part)
