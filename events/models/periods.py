"""When something is: with hours or in whole days, known to the day or not."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kennisstad.dates import EARLIEST, LATEST, Period, Precision, in_whole_days


class AllDayMixin(models.Model):
    """May be in whole days: then it starts in the first minute of one and ends in the last minute of one."""

    is_all_day = models.BooleanField(_("whole days, without hours"), default=False)

    class Meta:
        abstract = True


class PrecisionMixin(AllDayMixin):
    """May be known only by its month or year."""

    precision = models.CharField(
        _("what is known of the date"), max_length=5, choices=Precision, default=Precision.DAY
    )

    class Meta:
        abstract = True


def hours_require_day_constraint(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(precision=Precision.DAY) | Q(is_all_day=True), name=name)


class WholeDayPeriodMixin(models.Model):
    """As an editor writes it: of whole days, months or years any moment within the first and the last will do."""

    starts_at: datetime | None
    ends_at: datetime | None
    is_all_day: bool
    precision: str

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._fill_days()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self._fill_days()
        super().clean()
        # As instants: of an hour that comes twice the clock on the wall tells nothing.
        if self.starts_at and self.ends_at and self.ends_at.astimezone(UTC) <= self.starts_at.astimezone(UTC):
            raise ValidationError({"ends_at": _("The end must be after the start.")})

    def _fill_days(self) -> None:
        self.is_all_day = self.is_all_day or self.precision != Precision.DAY
        if not self.is_all_day or not self.starts_at or not self.ends_at:
            return
        # Of other years the database's own rule tells; at the ends of time no clock can count.
        if self.starts_at.year > EARLIEST and self.ends_at.year < LATEST:
            period = Period(self.starts_at, self.ends_at, precision=self.precision)
            self.starts_at, self.ends_at = in_whole_days(period)
