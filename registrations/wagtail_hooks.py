from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from events.models import EventPage
from kennisstad.accounts.policies import EditorsPolicy
from registrations import urls
from registrations.attendees import count_registrations_below, deletion_warning
from registrations.models import AdmissionDefaults
from registrations.registration_settings import copy_settings
from registrations.viewsets import AdmissionDefaultsViewSet

register_permission_policy(AdmissionDefaults, EditorsPolicy(AdmissionDefaults))


@hooks.register("register_admin_viewset")
def lists() -> AdmissionDefaultsViewSet:
    return AdmissionDefaultsViewSet()


@hooks.register("register_admin_urls")
def organiser_urls() -> list[URLPattern | URLResolver]:
    return [path("aanmeldingen/", include((urls.organiser_patterns, "registrations_admin")))]


@hooks.register("after_copy_page")
def copy_settings_after_page_copy(request: HttpRequest, page: Page, copy: Page) -> None:
    if isinstance(page.specific, EventPage):
        copy_settings(page.specific.event, copy.specific.event, request.user)


@hooks.register("before_delete_page")
def say_who_counts_on_it(request: HttpRequest, page: Page) -> None:
    """Before one decides: on the page that asks for confirmation."""
    if request.method == "GET" and (warning := deletion_warning(count_registrations_below(page))):
        messages.warning(request, warning)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return MenuItem(
        _("Registrations"),
        reverse("registrations_admin:index"),
        name="registrations",
        icon_name="group",
        order=150,
    )
