"""Where organisers write. What others rely on is copied into rows when a page is published."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Page

from events.event_paths import create_redirect_from_old_path
from events.postponing import validate_postponed_day, validate_postponed_sessions
from events.views.calendar import calendar, organiser
from events.views.event import event_page
from kennisstad.accounts.access import AnyUser, OrganiserPagePermissionTester
from kennisstad.accounts.choices import OwnChoicesPageForm
from kennisstad.accounts.models import Organisation
from kennisstad.dates import year_range_constraint
from kennisstad.fields import CharField, CleansTitles, EmailField, StreamField, TextField, URLField
from kennisstad.inline_panels import RevisionInlinePanel
from kennisstad.money import CentsField
from kennisstad.revision_references import ToleratesMissingReferences

from .blocks import ProseBlock
from .choices import OFF, Booking, Mode, SpokenLanguage, Status
from .forms import (
    NEEDS_A_LINK,
    EventCopyForm,
    EventPageForm,
    MissingPanel,
    ProgrammePanel,
    RegistrationPanel,
    lacks_booking_url,
    lacks_location,
)
from .periods import PrecisionMixin, WholeDayPeriodMixin, hours_require_day_constraint
from .venues import Municipality, Venue
from .vocabulary import Audience, EventType, PolicyTrack, Series, Theme


class PreviewedAsServed(models.Model):
    """A preview is what the page's own view answers."""

    class Meta:
        abstract = True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        request.is_preview = True  # type: ignore[attr-defined]
        request.preview_mode = mode_name  # type: ignore[attr-defined]
        return cast("Page", self).serve(request)


class MovableByEditorsMixin(models.Model):
    class Meta:
        abstract = True

    def permissions_for_user(self, user: AnyUser) -> OrganiserPagePermissionTester:
        return OrganiserPagePermissionTester(user, self)


class AgendaPage(CleansTitles, PreviewedAsServed, Page):
    """The regional calendar."""

    title_en = CharField(_("title in English"), max_length=255, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("title_en")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["events.OrganiserPage"]
    max_count = 1
    template = "events/agenda_page.html"

    class Meta:
        verbose_name = _("calendar page")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return calendar(request, self)


class OrganiserPage(CleansTitles, PreviewedAsServed, MovableByEditorsMixin, Page):
    """What one partner organises; its events live below it, so partners stay apart."""

    title_en = CharField(_("title in English"), max_length=255, blank=True)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="organiser_page", verbose_name=_("organisation")
    )
    introduction = TextField(_("introduction"), blank=True)
    introduction_en = TextField(_("introduction in English"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("title_en"),
        FieldPanel("organisation"),
        FieldPanel("introduction"),
        FieldPanel("introduction_en"),
    ]
    base_form_class = OwnChoicesPageForm
    parent_page_types = ["events.AgendaPage"]
    private_page_options: list[str] = []
    subpage_types = ["events.EventPage"]
    template = "events/organiser_page.html"

    class Meta:
        verbose_name = _("organiser page")

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        from events.publishing import republish_below  # the rule imports these models

        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            republish_below(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return organiser(request, self)


class EventPage(
    ToleratesMissingReferences,
    CleansTitles,
    PreviewedAsServed,
    MovableByEditorsMixin,
    WholeDayPeriodMixin,
    PrecisionMixin,
    Page,
):
    """An event: its announcement beforehand, its look-back afterwards."""

    title_en = CharField(_("title in English"), max_length=255, blank=True)
    event_type = models.ForeignKey(EventType, models.PROTECT, related_name="+", verbose_name=_("type"))
    summary = CharField(
        _("summary"), max_length=300, help_text=_("One sentence: what will visitors get out of it?")
    )
    summary_en = CharField(_("summary in English"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    mode = models.CharField(_("form"), max_length=10, choices=Mode, default=Mode.ONSITE)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
        help_text=_("Only when the venue is not known yet."),
    )
    join_url = URLField(_("join link"), blank=True)
    booking = models.CharField(_("how one comes in"), max_length=10, choices=Booking, default=Booking.HERE)
    booking_url = URLField(
        _("address to register at"), blank=True, help_text=_("Only for who registers elsewhere.")
    )
    price_from = CentsField(
        _("costs from, in euros"),
        null=True,
        blank=True,
        help_text=_("0 when it is free. Leave empty when it is not known."),
    )
    price_words = CharField(
        _("what it costs, in words"),
        max_length=120,
        blank=True,
        help_text=_("For example: students half price."),
    )
    price_words_en = CharField(_("what it costs, in English"), max_length=120, blank=True)
    contact_name = CharField(_("who answers questions"), max_length=120, blank=True)
    contact_email = EmailField(_("email address for questions"), blank=True)
    contact_phone = CharField(_("telephone number for questions"), max_length=30, blank=True)
    spoken_language = models.CharField(
        _("spoken language"), max_length=5, choices=SpokenLanguage, default=SpokenLanguage.DUTCH
    )
    themes = ParentalManyToManyField(Theme, related_name="+", verbose_name=_("topics"))
    audiences = ParentalManyToManyField(Audience, blank=True, related_name="+", verbose_name=_("audiences"))
    policy_tracks = ParentalManyToManyField(
        PolicyTrack, blank=True, related_name="+", verbose_name=_("policy tracks")
    )
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("series")
    )
    edition = models.PositiveSmallIntegerField(_("edition"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SCHEDULED)
    status_reason = CharField(
        _("why, in one sentence"),
        max_length=200,
        blank=True,
        help_text=_("Only when the event is put off or not going ahead."),
    )
    status_reason_en = CharField(_("why, in English"), max_length=200, blank=True)
    cover = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
    )
    body = StreamField(ProseBlock(), blank=True, verbose_name=_("text"))
    body_en = StreamField(ProseBlock(), blank=True, verbose_name=_("text in English"))
    practical = TextField(_("good to know"), blank=True)
    practical_en = TextField(_("good to know, in English"), blank=True)
    look_back = StreamField(ProseBlock(), blank=True, verbose_name=_("look-back"))
    look_back_en = StreamField(ProseBlock(), blank=True, verbose_name=_("look-back in English"))
    sessions_in_calendar = models.BooleanField(
        _("list each part of the programme in the calendar"),
        default=False,
        help_text=_("For a series of meetings under one name."),
    )
    organised_by_others = models.BooleanField(
        _("organised by others"),
        default=False,
        help_text=_("Then the page says that you published it, not that you organise it."),
    )
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("Shown as an example, not a real event.")
    )

    content_panels = [
        MissingPanel(),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("event_type"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        MultiFieldPanel(
            [FieldPanel("is_all_day"), FieldPanel("precision")],
            heading=_("No hours, or no day yet?"),
            classname="collapsed",
        ),
        FieldPanel("mode"),
        FieldPanel("venue"),
        RegistrationPanel(heading=_("Places and registration")),
        MultiFieldPanel(
            [
                FieldPanel("booking"),
                FieldPanel("booking_url"),
                FieldRowPanel([FieldPanel("price_from"), FieldPanel("price_words")]),
            ],
            heading=_("How does one come in, and what does it cost?"),
            classname="collapsed",
        ),
        FieldPanel("themes", widget=CheckboxSelectMultiple, required_on_save=False),
        ProgrammePanel("programme_items", heading=_("Programme"), label=_("Part"), classname="collapsed"),
        MultiFieldPanel(
            [FieldPanel("cover"), FieldPanel("body"), FieldPanel("practical")],
            heading=_("Picture and text"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("title_en"),
                FieldPanel("summary_en"),
                FieldPanel("body_en"),
                FieldPanel("practical_en"),
                FieldPanel("price_words_en"),
            ],
            heading=_("In English"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("look_back"),
                FieldPanel("look_back_en"),
                RevisionInlinePanel("outcomes", label=_("Outcome")),
            ],
            heading=_("Look-back"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldPanel("status_reason"),
                FieldPanel("status_reason_en"),
                FieldPanel("spoken_language"),
                FieldPanel("audiences", widget=CheckboxSelectMultiple),
                FieldPanel("municipality"),
                FieldPanel("join_url"),
                FieldPanel("contact_name"),
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("series"),
                FieldPanel("edition"),
                FieldPanel("policy_tracks", widget=CheckboxSelectMultiple),
                FieldPanel("sessions_in_calendar"),
                FieldPanel("organised_by_others"),
            ],
            heading=_("More settings"),
            classname="collapsed",
        ),
    ]
    promote_panels = [FieldPanel("slug")]
    settings_panels = [PublishingPanel()]
    base_form_class = EventPageForm
    copy_form_class = EventCopyForm
    parent_page_types = ["events.OrganiserPage"]
    private_page_options: list[str] = []
    subpage_types: list[str] = []
    template = "events/event_page.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            year_range_constraint("events_eventpage_years", "starts_at", "ends_at"),
            hours_require_day_constraint("events_eventpage_hours_ask_for_a_day"),
        ]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """A save of the page carries its facts along; one of a draft's bookkeeping does not."""
        from events.publishing import public_path, sync_event  # the rule imports these models

        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            create_redirect_from_old_path(self, public_path(self))
            sync_event(self)

    @transaction.atomic
    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Of a page that is not public the form writes the parts of the programme after the page."""
        from events.publishing import move_change_note, sync_draft  # the rule imports these models

        submitted = self.latest_revision_id if self.workflow_in_progress else None
        revision = super().save_revision(*args, **kwargs)
        if not self.live:
            sync_draft(self)
        if submitted:
            move_change_note(submitted, revision)
        return revision

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """With its programme. A form reads that after the page, so it asks for less here and looks at the parts itself."""
        super().full_clean(*args, **kwargs)
        if kwargs.get("validate_constraints", True):
            self._clean_programme()

    def _clean_programme(self) -> None:
        parts = list(self.programme_items.all())
        for part in parts:
            part.clean()
        validate_postponed_sessions(self, parts)

    def clean(self) -> None:
        super().clean()
        validate_postponed_day(self)
        if self.live and lacks_location(self.mode, self.venue_id, self.municipality_id):
            raise ValidationError(
                {"venue": _("Choose a venue, or give the municipality under More settings.")}
            )
        if self.live and lacks_booking_url(self.booking, self.booking_url):
            raise ValidationError({"booking_url": NEEDS_A_LINK})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return event_page(request, self)

    @property
    def is_off(self) -> bool:
        return self.status in OFF

    @property
    def organisation(self) -> Organisation:
        return Organisation.objects.get(organiser_page__path=self.path[: -self.steplen])
