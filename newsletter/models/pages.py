"""The newsletter and its issues, as editors write them."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Max, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from events.models import Event
from kennisstad.accounts.access import AnyUser
from kennisstad.dates import within_reason, year_range_constraint
from kennisstad.fields import CharField, CleansTitles, StreamField, TextField
from kennisstad.mail.rendering import RenderedMail, render_mail
from newsletter import links

from .blocks import Bilingual, IssueBlock
from .page_permissions import IssuePermissions, NewsletterPermissions

# In a frame beside the editor there is no room for the pages that a mail links to.
LINKS_OPEN_APART = '<base target="_blank">'


class NewsletterPage(CleansTitles, Page):
    """The newsletter itself: its sign-up page, with the archive below it."""

    title_en = CharField(_("title in English"), max_length=255, blank=True)
    introduction = TextField(_("introduction"), blank=True)
    introduction_en = TextField(_("introduction in English"), blank=True)
    first_issue_on = models.DateField(
        _("first issue on"),
        help_text=_("From this day on an issue goes out every two weeks."),
        validators=[within_reason],
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("title_en"),
        FieldPanel("introduction"),
        FieldPanel("introduction_en"),
        FieldPanel("first_issue_on"),
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["newsletter.IssuePage"]
    max_count = 1

    class Meta:
        verbose_name = _("newsletter")
        constraints = [year_range_constraint("newsletter_newsletter_years", "first_issue_on")]

    def permissions_for_user(self, user: AnyUser) -> NewsletterPermissions:
        return NewsletterPermissions(user, self)

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        return _at(super().get_url_parts(request), reverse("newsletter:subscribe"))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("newsletter:subscribe", permanent=True)


class IssuePage(CleansTitles, Page):
    """An issue. Its title is the mail's subject; `newsletter.approving` freezes what goes out."""

    title_en = CharField(_("title in English"), max_length=255, blank=True)
    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    period_start = models.DateField(
        _("goes out on"), unique=True, null=True, blank=True, validators=[within_reason]
    )
    introduction = TextField(_("introduction"), blank=True)
    introduction_en = TextField(_("introduction in English"), blank=True)
    body = StreamField(IssueBlock(), blank=True, verbose_name=_("content"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("title_en"), FieldPanel("introduction_en")])],
            heading=_("In English"),
            classname="collapsed",
        ),
        FieldPanel("period_start"),
    ]
    settings_panels: list[Any] = []
    parent_page_types = ["newsletter.NewsletterPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["number", "period_start"]
    template = "newsletter/issue_page.html"

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")
        constraints = [year_range_constraint("newsletter_issue_years", "period_start")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.number is None:
            self.number = (IssuePage.objects.aggregate(Max("number"))["number__max"] or 0) + 1
        super().save(*args, **kwargs)

    def permissions_for_user(self, user: AnyUser) -> IssuePermissions:
        return IssuePermissions(user, self)

    @property
    def day(self) -> datetime.date | None:
        """When it went out; a draft says for when it is planned."""
        published = self.first_published_at
        days = [self.period_start, timezone.localdate(published) if published else None]
        return min(filter(None, days), default=None)

    @property
    def is_empty(self) -> bool:
        return not self.body

    def mentions(self, *kinds: str) -> Iterator[Bilingual]:
        """The events told about, in the blocks of these kinds."""
        for block in self.body:
            if block.block_type in kinds:
                yield from (mention for mention in block.value["mentions"] if mention["event"])

    def load_events(self) -> list[Event]:
        """All that it tells about, with their places, in a fixed number of queries."""
        events = [mention["event"] for mention in self.mentions("events", "look_backs")]
        prefetch_related_objects(events, "venue__municipality", "municipality")
        return events

    def as_mail(self, language: str, token: str = "test") -> RenderedMail:  # noqa: S107 - opens nothing
        """With the token of one reader; what editors see has one that leads nowhere."""
        self.load_events()
        today = timezone.localdate()
        context = {
            "issue": self,
            "day": min(self.day or today, today),
            "archive_url": links.full_url("newsletter:issue", self.slug, language=language),
            "unsubscribe_url": links.full_url("newsletter:unsubscribe", token, language=language),
            "preferences_url": links.full_url("newsletter:preferences", token, language=language),
            "agenda_url": settings.BASE_URL + ("/en/agenda/" if language == "en" else "/agenda/"),
        }
        return render_mail("newsletter/email/issue", context, language)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("mail-nl", _("Mail in Dutch")),
            ("mail-en", _("Mail in English")),
            ("text-nl", _("Plain text in Dutch")),
            ("text-en", _("Plain text in English")),
            ("page", _("Page in the archive")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """What editors see before anybody else does."""
        kind, _dash, language = mode_name.partition("-")
        if kind == "page":
            self.load_events()
            return render(request, self.template, {"page": self})
        mail = self.as_mail(language)
        if kind == "text":
            return HttpResponse(mail.text, content_type="text/plain; charset=utf-8")
        return HttpResponse(mail.html.replace("<head>", f"<head>{LINKS_OPEN_APART}", 1))

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        return _at(super().get_url_parts(request), reverse("newsletter:issue", args=[self.slug]))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("newsletter:issue", self.slug, permanent=True)


def _at(parts: Any, path: str) -> Any:
    """The page's own address instead of its place in the tree."""
    return parts and (parts[0], parts[1], path)
