from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from kennisstad.mail.undecided import RULES
from kennisstad.spreadsheets import value_as_text, value_in_a_cell

from . import after_page_actions, bulk, mail, menus, publish_confirmation, views
from .cms_stylesheets import cms_stylesheets
from .home import Home


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("evenementen/", views.event_list, name="events_list"),
        path("evenementen/nieuw/", views.new_event, name="new_event"),
        path(
            "evenementen/<int:pk>/publiceren/<int:revision>/",
            publish_confirmation.publish_event,
            name="publish_event",
        ),
        path(
            "evenementen/<int:pk>/indienen/<int:revision>/",
            publish_confirmation.publish_event,
            {"at_once": False},
            name="submit_event",
        ),
        path("help/", views.help_page, name="cms_help"),
        path("mail/", mail.mail_list, name="mail_list"),
        *(
            path(f"mail/<slug:kind>/<int:pk>/{rule}/", mail.settle, {"rule": rule}, name=f"mail_{rule}")
            for rule in RULES
        ),
        *(path(f"mail/{rule}/", mail.settle_all, {"rule": rule}, name=f"mail_{rule}_all") for rule in RULES),
    ]


@hooks.register("construct_homepage_panels")
def home(_request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [Home()]


@hooks.register("construct_homepage_summary_items")
def no_summary(_request: HttpRequest, items: list[Component]) -> None:
    items.clear()


@hooks.register("insert_global_admin_css")
def look() -> SafeString:
    return cms_stylesheets()


hooks.register("register_admin_menu_item", menus.events_item)
hooks.register("register_admin_menu_item", menus.help_item)
hooks.register("construct_main_menu", menus.tidy)
hooks.register("construct_page_action_menu", menus.publish_first)
hooks.register("before_bulk_action", bulk.only_complete_pages)
hooks.register("before_bulk_action", bulk.only_what_nobody_hears_of)
hooks.register("before_publish_page", publish_confirmation.ask_before_publishing)
hooks.register("after_edit_page", publish_confirmation.ask_before_approval)
hooks.register("after_publish_page", after_page_actions.after_publishing)
hooks.register("after_unpublish_page", after_page_actions.after_unpublishing)
hooks.register("after_delete_page", after_page_actions.after_deleting)

# A list has an entry of its own, which would come first; in xlsx Wagtail itself turns formulas into text.
CELLS = {
    SpreadsheetExportMixin.FORMAT_CSV: value_as_text,
    SpreadsheetExportMixin.FORMAT_XLSX: value_in_a_cell,
}
SpreadsheetExportMixin.custom_value_preprocess[list] |= CELLS
SpreadsheetExportMixin.custom_value_preprocess[object] = CELLS
