"""What is scarce about an event. Edited outside its drafts, so that no old version brings an old capacity back."""

from datetime import datetime, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from events.models import Event, EventType
from kennisstad.dates import year_range_constraint

LONGEST = timedelta(days=366)
# Of whom each has a name; beyond that it is a group, with one contact.
LARGEST_PARTY = 10
LARGEST_GROUP = 500


def _closes_in_time(name: str) -> models.CheckConstraint:
    condition = Q(closes_before__gte=timedelta(0), closes_before__lte=LONGEST)
    return models.CheckConstraint(condition=condition, name=name)


class AdmissionDefaults(models.Model):
    """How events of a type usually take registrations."""

    event_type = models.OneToOneField(
        EventType, models.CASCADE, related_name="admission_defaults", verbose_name=_("event type")
    )
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Leave empty when there is room for everybody.")
    )
    closes_before = models.DurationField(
        _("closes before the start"),
        default=timedelta(0),
        help_text=_("How long before the start registration closes."),
        validators=[MinValueValidator(timedelta(0)), MaxValueValidator(LONGEST)],
    )

    panels = [
        FieldPanel("event_type"),
        FieldPanel("capacity"),
        FieldPanel("closes_before"),
    ]

    class Meta:
        verbose_name = _("registration defaults")
        verbose_name_plural = _("registration defaults")
        constraints = [_closes_in_time("registrations_defaults_close_in_time")]

    def __str__(self) -> str:
        return str(self.event_type)


class RegistrationSettings(models.Model):
    """When and for how many an event takes registrations. The one row that is locked by whoever takes or gives a seat."""

    # Only a draft that was never public is deleted.
    event = models.OneToOneField(
        Event, models.CASCADE, primary_key=True, related_name="registration_settings"
    )
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Leave empty when there is room for everybody.")
    )
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("registration closes"),
        null=True,
        blank=True,
        help_text=_("Leave empty to follow the start of the event, also when it moves."),
    )
    closes_before = models.DurationField(default=timedelta(0), editable=False)
    needs_approval = models.BooleanField(
        _("people ask for a place"),
        default=False,
        db_default=False,
        help_text=_("You admit or refuse each. Until then nothing is kept for them."),
    )
    party_size = models.PositiveSmallIntegerField(
        _("people in one registration"),
        default=1,
        db_default=1,
        help_text=_("How many people somebody may register at once, counting themselves."),
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_PARTY)],
    )
    group_size = models.PositiveSmallIntegerField(
        _("people in one group"),
        null=True,
        blank=True,
        help_text=_("For a class or a club with one contact. Leave empty when groups can’t register."),
        validators=[MinValueValidator(2), MaxValueValidator(LARGEST_GROUP)],
    )

    class Meta:
        verbose_name = _("registration settings")
        verbose_name_plural = _("registration settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="registrations_settings_close_later"
            ),
            _closes_in_time("registrations_settings_close_in_time"),
            year_range_constraint("registrations_settings_years", "opens_at", "closes_at"),
            models.CheckConstraint(
                condition=Q(party_size__range=(1, LARGEST_PARTY)), name="registrations_party_size"
            ),
            models.CheckConstraint(
                condition=Q(group_size=None) | Q(group_size__range=(2, LARGEST_GROUP)),
                name="registrations_group_size",
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        Admission.keep_up_with(self)

    @property
    def closing_moment(self) -> datetime:
        return self.closes_at or self.event.starts_by - self.closes_before


class Admission(models.Model):
    """The settings as the version before this one reads them; written along, so that going back loses nothing."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="+")
    capacity = models.PositiveIntegerField(null=True)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    closes_before = models.DurationField(default=timedelta(0))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="registrations_admission_closes_later"
            ),
            _closes_in_time("registrations_admission_closes_in_time"),
            year_range_constraint("registrations_admission_years", "opens_at", "closes_at"),
        ]

    def __str__(self) -> str:
        return str(self.event_id)

    @classmethod
    def keep_up_with(cls, settings: RegistrationSettings) -> None:
        names = ("capacity", "opens_at", "closes_at", "closes_before")
        values = {name: getattr(settings, name) for name in names}
        cls.objects.update_or_create(event_id=settings.pk, defaults=values)
