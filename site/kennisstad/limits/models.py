from django.db import models


class Tally(models.Model):
    """How often something happened in a period. The key is a keyed hash, so no row says of whom."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    # What allauth, which counts in its own way, keeps of the same kind.
    value = models.JSONField(null=True)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
