"""The menu in the organisers' own words: Wagtail's machinery is for editors and administrators."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem
from wagtail.admin.menu import MenuItem

from events.models import EventPage
from kennisstad.accounts import access

FOR_EDITORS = {"explorer", "documents", "reports", "settings"}
REPLACED = {"help"}


def events_item() -> MenuItem:
    return MenuItem(_("Events"), reverse("events_list"), name="events", icon_name="calendar-alt", order=100)


def help_item() -> MenuItem:
    return MenuItem(_("Help"), reverse("cms_help"), name="cms-help", icon_name="help", order=11000)


def tidy(request: HttpRequest, items: list[MenuItem]) -> None:
    """Called by Wagtail for each request with the items that this person may see."""
    hidden = REPLACED if access.is_editor(request.user) else REPLACED | FOR_EDITORS
    items[:] = [_renamed(item) for item in items if item.name not in hidden]


def _renamed(item: MenuItem) -> MenuItem:
    if item.name == "images":
        item.label = _("Picture library")
    return item


def publish_first(items: list[ActionMenuItem], _request: HttpRequest, context: dict[str, Any]) -> None:
    """Drafts save themselves, so the button of an event says Publish."""
    if isinstance(context.get("page"), EventPage):
        items.sort(key=lambda item: item.name != PublishMenuItem.name)
