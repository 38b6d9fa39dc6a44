from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from kennisstad.accounts.access import is_editor
from newsletter import deleting, urls
from newsletter.choosers import viewset
from newsletter.models import IssuePage


class EditorsMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: Any) -> bool:
        return is_editor(request.user)


@hooks.register("register_admin_viewset")
def event_chooser() -> Any:
    return viewset


@hooks.register("register_admin_urls")
def editors_urls() -> list[URLPattern | URLResolver]:
    return [path("nieuwsbrief/", include((urls.editors_patterns, "newsletter_admin")))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return EditorsMenuItem(
        _("Newsletter"), reverse("newsletter_admin:index"), name="newsletter", icon_name="mail", order=250
    )


class ApproveItem(ActionMenuItem):  # type: ignore[misc]
    """Leads from the editor to the page where an issue is approved."""

    name = "action-approve"
    label = _("Approve and send…")
    icon_name = "mail"

    def is_shown(self, context: Any) -> bool:
        return isinstance(context.get("page"), IssuePage) and is_editor(context["request"].user)

    def get_url(self, context: Any) -> str:
        return reverse("newsletter_admin:issue", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def approve_item() -> ActionMenuItem:
    return ApproveItem(order=10)


hooks.register("before_delete_page", deleting.refuse_deleting_sent_issues)
hooks.register("before_bulk_action", deleting.refuse_bulk_deleting_sent_issues)
