"""The facts of published events. Everything outside the editor refers to these rows, never to pages."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from kennisstad.accounts.models import Organisation
from kennisstad.dates import Precision, year_range_constraint
from kennisstad.fields import CharField, EmailField, URLField
from kennisstad.money import CentsField

from .choices import OFF, Booking, Mode, SpokenLanguage, Status
from .periods import AllDayMixin, PrecisionMixin, hours_require_day_constraint


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        """Where every question of a stranger starts."""
        return self.filter(is_public=True)

    def upcoming(self, now: datetime | None = None) -> "EventQuerySet":
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now: datetime | None = None) -> "EventQuerySet":
        return self.filter(ends_at__lte=now or timezone.now()).order_by("-starts_at", "pk")

    def with_cover(self) -> "EventQuerySet":
        """With the picture of its page, and nothing else of that page."""
        own = (field.name for field in self.model._meta.concrete_fields)
        return self.select_related("page__cover").only(*own, "page__cover")


class Event(PrecisionMixin):
    """A published event, whatever becomes of its page. Made and changed only by `events.publishing`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.OneToOneField("events.EventPage", models.SET_NULL, null=True, related_name="event")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="events")
    event_type = models.ForeignKey("events.EventType", models.PROTECT)
    series = models.ForeignKey("events.Series", models.PROTECT, null=True)
    title = CharField(max_length=255)
    title_en = CharField(max_length=255)
    summary = CharField(max_length=300)
    summary_en = CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=Mode)
    status = models.CharField(max_length=10, choices=Status)
    status_reason = CharField(max_length=200, blank=True)
    status_reason_en = CharField(max_length=200, blank=True)
    venue = models.ForeignKey("events.Venue", models.PROTECT, null=True)
    municipality = models.ForeignKey("events.Municipality", models.PROTECT, null=True)
    join_url = URLField()
    booking = models.CharField(max_length=10, choices=Booking, default=Booking.HERE)
    booking_url = URLField(blank=True)
    price_from = CentsField(null=True)
    price_words = CharField(max_length=120, blank=True)
    price_words_en = CharField(max_length=120, blank=True)
    contact_name = CharField(max_length=120, blank=True)
    contact_email = EmailField(blank=True)
    contact_phone = CharField(max_length=30, blank=True)
    spoken_language = models.CharField(max_length=5, choices=SpokenLanguage)
    themes = models.ManyToManyField("events.Theme", related_name="+")
    audiences = models.ManyToManyField("events.Audience", related_name="+")
    policy_tracks = models.ManyToManyField("events.PolicyTrack", related_name="+")
    sessions_in_calendar = models.BooleanField()
    is_public = models.BooleanField()
    is_example = models.BooleanField()
    path = models.CharField(max_length=600)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    # How often its facts changed; a draft that was never public has none yet.
    version = models.PositiveIntegerField(default=0)
    # The last of those versions that people who count on it are to hear of.
    news_version = models.PositiveIntegerField(default=0)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="events_event_ends_later"),
            year_range_constraint("events_event_years", "starts_at", "ends_at"),
            hours_require_day_constraint("events_event_hours_ask_for_a_day"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(page__isnull=False), name="events_event_public_has_page"
            ),
        ]
        indexes = [
            models.Index(fields=["is_public", "starts_at"]),
            models.Index(fields=["path"], name="events_event_path"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self, language: str | None = None) -> str:
        """The page's path on this site: /agenda/… or /en/agenda/…"""
        prefix = "/en/" if (language or translation.get_language()) == "en" else "/"
        return prefix + self.path

    def get_full_url(self, language: str | None = None) -> str:
        return settings.BASE_URL + self.get_absolute_url(language)

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    @property
    def is_off(self) -> bool:
        """Cancelled, or put off to a day that nobody knows yet."""
        return self.status in OFF

    @property
    def is_free(self) -> bool:
        return self.price_from == 0

    @property
    def starts_by(self) -> datetime:
        """When it has started for sure: while its day is not known it may be the last one."""
        return self.starts_at if self.precision == Precision.DAY else self.ends_at

    def is_over(self, now: datetime | None = None) -> bool:
        return self.ends_at <= (now or timezone.now())

    @property
    def visible_join_url(self) -> str:
        """For whoever takes part online, so only where one can."""
        return "" if self.mode == Mode.ONSITE else self.join_url

    def sessions_with_join_url(self) -> "list[Session]":
        """Those with a link of their own."""
        return [] if self.mode == Mode.ONSITE else list(self.sessions.current().exclude(join_url=""))

    @property
    def location(self) -> str:
        return self.venue.address if self.venue else (self.municipality.name if self.municipality else "")


class SessionQuerySet(models.QuerySet["Session"]):
    def current(self) -> "SessionQuerySet":
        return self.filter(retired_at=None)


class Session(AllDayMixin):
    """A part of an event's programme. Taken out of the programme it is retired, never deleted."""

    precision: str = Precision.DAY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="sessions")
    key = models.UUIDField()
    title = CharField(max_length=255)
    title_en = CharField(max_length=255)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = CharField(max_length=120)
    join_url = URLField()
    retired_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "room", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="events_session_key_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="events_session_ends_later"),
            year_range_constraint("events_session_years", "starts_at", "ends_at"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def visible_join_url(self) -> str:
        """Its own, or else that of the whole event."""
        return "" if self.event.mode == Mode.ONSITE else self.join_url or self.event.join_url
