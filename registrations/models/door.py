"""Doors, the phones that scan there, what they scanned, and who is inside."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, Session
from kennisstad.fields import CharField
from registrations import codes

from .ticket import Ticket

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


class Device(models.Model):
    """A phone at a door. It can be stopped without stopping the others; one that practises lets nobody in."""

    door = models.ForeignKey(Door, models.CASCADE, related_name="devices")
    is_practice = models.BooleanField(_("practice"), default=False)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("stopped at"), null=True)

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.door} {self.pk}"

    @property
    def is_stopped(self) -> bool:
        return self.revoked_at is not None or self.door.revoked_at is not None

    def is_open(self, now: datetime | None = None) -> bool:
        return self.revoked_at is None and self.door.is_open(now)


def hash_of(code: str) -> str:
    """Enough to see that two scans were of the same code, and nothing to come in with."""
    return sha256(code.encode()).hexdigest()


class Scan(models.Model):
    """A code held before a door, and what the volunteer was told. A fact: it never changes."""

    class Verdict(models.TextChoices):
        ADMITTED = "admitted", _("Welcome")
        ALREADY = "already", _("Already inside")
        CANCELLED = "cancelled", _("Cancelled")
        REPLACED = "replaced", _("Old ticket")
        WRONG_EVENT = "wrong_event", _("Other event")
        UNKNOWN = "unknown", _("Unknown code")
        MIXED_UP = "mixed_up", _("Scan again")

    # Only with a draft that was never public.
    device = models.ForeignKey(Device, models.CASCADE, related_name="scans", db_index=False)
    nonce = models.UUIDField()
    code_hash = models.CharField(max_length=64)
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="scans")
    verdict = models.CharField(max_length=12, choices=Verdict)
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    # What the version before this one reads; nothing here does.
    event = models.ForeignKey(Event, models.CASCADE, related_name="+", db_index=False)
    door = models.ForeignKey(Door, models.CASCADE, null=True, related_name="+")
    code = models.CharField(max_length=codes.LENGTH)

    # Set where it is asked again.
    was_undone = False

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "nonce", "code_hash"], name="registrations_scan_once_per_device"
            ),
            # A number is used once; whoever uses it for another code is told that, and that is kept too.
            models.UniqueConstraint(
                fields=["device", "nonce"],
                condition=~Q(verdict="mixed_up"),
                name="registrations_scan_number_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verdict}"


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def live(self) -> "CheckInQuerySet":
        return self.filter(is_live=True)

    def at_event(self, event: Event) -> "CheckInQuerySet":
        return self.live().filter(ticket__registration__event=event, session=None)


class CheckIn(models.Model):
    """Somebody is inside, at the event or at one of its sessions."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="check_ins")
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="check_ins")
    scan = models.OneToOneField(Scan, models.PROTECT, related_name="check_in")
    at = models.DateTimeField(_("came in at"))
    # Changes once, by a `CheckInUndo`, under the lock on the ticket.
    is_live = models.BooleanField(default=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(is_live=True, session=None),
                name="registrations_inside_once",
            ),
            models.UniqueConstraint(
                fields=["ticket", "session"],
                condition=Q(is_live=True, session__isnull=False),
                name="registrations_inside_session_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.at:%H:%M}"


class CheckInUndo(models.Model):
    """Somebody was let in by mistake."""

    check_in = models.OneToOneField(CheckIn, models.PROTECT, related_name="undo")
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("check-in taken back")
        verbose_name_plural = _("check-ins taken back")

    def __str__(self) -> str:
        return str(self.check_in_id)
