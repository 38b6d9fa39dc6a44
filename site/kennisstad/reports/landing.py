"""Where somebody lands after publishing or removing an event: on their own list, not in the tree of pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from events.models import OFF, EventPage


def after_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page, EventPage):
        return None
    words = _("“%(title)s” is public.")
    if page.status in OFF:
        words = _("The calendar says that “%(title)s” is not going ahead now. Who registered gets a mail.")
    _say(request, words % {"title": page.title}, page)
    return redirect("wagtailadmin_home")


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
