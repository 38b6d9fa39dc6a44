"""Publishing several drafts at once."""

import pytest
from django.http import HttpResponse
from django.test import Client

from events.models import EventPage, OrganiserPage
from events.organisers import get_or_create_organiser_page
from kennisstad.accounts import partners
from kennisstad.accounts.models import User
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.events import agenda_page, draft_page
from tests.site.accounts.partner_worlds import administrator, editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def naturalis() -> OrganiserPage:
    return get_or_create_organiser_page(agenda_page(), OrganisationFactory(slug="naturalis"))


def organiser() -> User:
    user = UserFactory()
    partners.join(user, OrganiserPage.objects.get().organisation)
    return user


def unfinished(organiser: OrganiserPage) -> EventPage:
    """As the CMS saves a draft of which only the title is known."""
    page = draft_page(organiser, title="Nog niet af")
    page.summary = ""
    page.save_revision(clean=False)
    return page


def publish(client: Client, *pages: object, **fields: str):
    chosen = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"/cms/bulk/wagtailcore/page/publish/?{chosen}", fields, follow=True)


def told(response: HttpResponse) -> str:
    return "".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("who", [organiser, editor, administrator])
def test_an_unfinished_draft_is_refused_by_name(client: Client, naturalis: OrganiserPage, who):
    client.force_login(who())
    complete, page = draft_page(naturalis, title="Klaar"), unfinished(naturalis)

    response = publish(client, complete, page)

    assert response.redirect_chain == [(f"/cms/pages/{naturalis.pk}/", 302)]
    words = told(response)
    assert "Nog niet af" in words
    assert "Klaar" not in words
    assert not EventPage.objects.live().exists()


def test_so_is_one_that_lacks_only_a_topic(client: Client, naturalis: OrganiserPage):
    client.force_login(editor())
    page = draft_page(naturalis, title="Zonder thema")
    page.themes.clear()
    page.save_revision(clean=False)

    assert "Zonder thema" in told(publish(client, page))
    assert not EventPage.objects.live().exists()


def test_so_is_one_below_the_chosen_page(client: Client, naturalis: OrganiserPage):
    client.force_login(editor())
    unfinished(naturalis)

    response = publish(client, naturalis, include_descendants="on")

    assert "Nog niet af" in told(response)
    assert not EventPage.objects.live().exists()


def test_complete_drafts_are_published_together(client: Client, naturalis: OrganiserPage):
    client.force_login(organiser())

    publish(client, draft_page(naturalis), draft_page(naturalis))

    assert EventPage.objects.live().count() == 2
