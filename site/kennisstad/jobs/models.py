from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodicJob(models.Model):
    """When something that happens by itself is due again, and how it went. One row for each, made by a worker."""

    name = models.CharField(primary_key=True, max_length=80)
    # Stays in the past until it is done, however often it is called.
    due = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    # The kind of error alone: its words may hold somebody's address.
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")

    def __str__(self) -> str:
        return self.name
