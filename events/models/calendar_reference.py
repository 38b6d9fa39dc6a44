from typing import Any, ClassVar

from django.db import models, transaction

from events.corrections import resync_events_mentioning


class CalendarReference(models.Model):
    """Its name stands in calendar entries, so a new name must reach those who subscribed."""

    event_lookup: ClassVar[str]
    # Whether a correction is news to people who registered, if it matters to them.
    tells = True

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            resync_events_mentioning(tells=self.tells, **{self.event_lookup: self})
