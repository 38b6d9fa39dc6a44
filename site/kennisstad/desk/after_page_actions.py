"""Where somebody lands after publishing or removing an event: on their own list, not in the tree of pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from events.models import OFF, EventPage
from kennisstad import dates
from registrations.attendees import has_guests


def after_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page, EventPage):
        return None
    _say(request, _what_is_public(page), page)
    return redirect("wagtailadmin_home")


def _what_is_public(page: EventPage) -> str:
    title = {"title": page.title}
    if version := page.scheduled_revision:
        moment = {"when": dates.day_and_time(version.approved_go_live_at)}
        words = _("“%(title)s” will be public on %(when)s. Until then everything stays as it is.")
        return words % (title | moment)
    if page.status not in OFF:
        return _("“%(title)s” is public.") % title
    if has_guests(page.event):
        words = _("The calendar says that “%(title)s” is not going ahead now. Who registered gets a mail.")
        return words % title
    return _("The calendar says that “%(title)s” is not going ahead now.") % title


def after_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page.specific, EventPage):
        return None
    _say(request, _("“%(title)s” is a draft again. Who registered stays registered.") % {"title": page.title})
    return redirect("wagtailadmin_home")


def after_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    if page.specific_class is not EventPage:
        return None
    _say(request, _("“%(title)s” is deleted.") % {"title": page.title})
    return redirect("wagtailadmin_home")


def _say(request: HttpRequest, text: str, page: Page | None = None) -> None:
    buttons = []
    if page:
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        buttons = [messages.button(page.get_url(request), _("View")), messages.button(edit, _("Edit"))]
    messages.success(request, text, buttons=buttons)
