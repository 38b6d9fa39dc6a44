import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from events.organisers import get_or_create_organiser_page
from kennisstad.accounts import partners
from kennisstad.accounts.models import User
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.events import agenda_page

pytestmark = pytest.mark.django_db


def menu(user: User) -> list[str]:
    request = RequestFactory().get(reverse("wagtailadmin_home"))  # loads what lists add to the menu
    request.user = user
    items = admin_menu.menu_items_for_request(request)
    return [item.name for item in sorted(items, key=lambda item: item.order)]


def test_an_organisers_menu_is_short():
    organiser = UserFactory()
    partners.join(organiser, get_or_create_organiser_page(agenda_page(), OrganisationFactory()).organisation)

    assert menu(organiser) == ["events", "registrations", "images", "locaties", "sprekers", "cms-help"]


def test_editors_also_keep_pages_the_newsletter_and_the_lists():
    editor = UserFactory()
    partners.join_editors(editor)

    own = set(menu(editor))
    assert {"events", "explorer", "newsletter", "lists", "reports", "settings", "cms-help"} <= own
    assert "help" not in own
