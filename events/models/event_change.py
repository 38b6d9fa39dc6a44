"""What became different of an event, version by version, and what an organiser says about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from kennisstad.fields import CharField

from .event import Event


class EventChange(models.Model):
    """One version of a public event: what was different from the one before, and why it was written."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CANCELLED = "cancelled", _("Not going ahead")
        POSTPONED = "postponed", _("Postponed")
        REINSTATED = "reinstated", _("Goes ahead after all")
        MOVED = "moved", _("Other time")
        RELOCATED = "relocated", _("Other place")
        PROGRAMME = "programme", _("Other programme")
        EDITED = "edited", _("Edited")

    class Reason(models.TextChoices):
        PUBLICATION = "publication", _("the page was published")
        WITHDRAWAL = "withdrawal", _("the page was taken off the site")
        DELETION = "deletion", _("the page was deleted")
        CORRECTION = "correction", _("something it mentions was corrected")

    event = models.ForeignKey(Event, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    kinds = models.JSONField()
    reason = models.CharField(max_length=12, choices=Reason)
    at = models.DateTimeField(auto_now_add=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    tells = models.BooleanField(default=True)
    words = CharField(max_length=300, blank=True)
    words_en = CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["event", "version"]
        constraints = [
            models.UniqueConstraint(fields=["event", "version"], name="events_change_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.event}: {', '.join(self.kinds)}"


class ChangeNote(models.Model):
    """What an organiser says about a version of a page until it is public: who hears of it, and in which words."""

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="+")
    tells = models.BooleanField(_("who hears of it"), default=True)
    words = CharField(_("one sentence from you"), max_length=300, blank=True)
    words_en = CharField(_("the same sentence in English"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.words
