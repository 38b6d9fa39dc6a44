from django.db import models

from events.models import EventChange


class Announcement(models.Model):
    """A change of which the people who had registered were told. This row is how far we have read."""

    change = models.OneToOneField(EventChange, models.PROTECT, related_name="announcement")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.change)
