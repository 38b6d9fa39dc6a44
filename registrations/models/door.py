"""Who was let in, by which door."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event
from kennisstad.fields import CharField
from registrations import codes

from .registration import Ticket

WORKS_AFTER_EVENT = timedelta(hours=24)


class Door(models.Model):
    """A link for volunteers that lets them scan for one event, and nothing else."""

    # Only a draft that was never public is deleted.
    event = models.ForeignKey(Event, models.CASCADE, related_name="doors")
    label = CharField(_("name of the door"), max_length=60)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("stopped at"), null=True)

    class Meta:
        verbose_name = _("door")
        verbose_name_plural = _("doors")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def works_until(self) -> datetime:
        """Follows an event that moves."""
        return self.event.ends_at + WORKS_AFTER_EVENT

    def is_open(self, now: datetime | None = None) -> bool:
        return self.revoked_at is None and (now or timezone.now()) < self.works_until


class ScanQuerySet(models.QuerySet["Scan"]):
    def admitted(self) -> "ScanQuerySet":
        return self.filter(verdict=Scan.Verdict.ADMITTED)


class Scan(models.Model):
    """One code held before a door. Append-only: a second scan never changes what the first one said."""

    class Verdict(models.TextChoices):
        ADMITTED = "admitted", _("Welcome")
        ALREADY = "already", _("Already inside")
        CANCELLED = "cancelled", _("Cancelled")
        WRONG_EVENT = "wrong_event", _("Other event")
        UNKNOWN = "unknown", _("Unknown code")

    event = models.ForeignKey(Event, models.PROTECT, related_name="scans", db_index=False)
    door = models.ForeignKey(Door, models.PROTECT, null=True, related_name="scans")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="scans")
    code = models.CharField(max_length=codes.LENGTH)
    verdict = models.CharField(max_length=12, choices=Verdict)
    scanned_at = models.DateTimeField()
    nonce = models.UUIDField()

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["pk"]
        indexes = [models.Index(fields=["event", "verdict"], name="registrations_scan_verdict")]
        constraints = [
            models.UniqueConstraint(fields=["event", "nonce"], name="registrations_scan_once"),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(verdict="admitted"), name="registrations_admitted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.verdict}"
