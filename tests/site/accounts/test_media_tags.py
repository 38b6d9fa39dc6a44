"""A tag may tell what another partner is working on."""

import pytest
from django.test import Client
from wagtail.images.models import Image

from kennisstad.accounts.partners import shared_pictures
from tests.site.accounts.partner_worlds import Partner, editor, picture

pytestmark = pytest.mark.django_db

LISTS = (
    "/cms/images/",
    "/cms/images/chooser/",
    "/cms/documents/",
    "/cms/tag-autocomplete/?term=ge",
)


@pytest.fixture
def ours() -> Partner:
    partner = Partner("naturalis")
    for row in (partner.image, partner.document):
        row.tags.add("gemeld")
    return partner


@pytest.fixture(autouse=True)
def theirs(ours: Partner) -> Partner:
    partner = Partner("lumc")
    for row in (partner.image, partner.document):
        row.tags.add("geheimplan")
    return partner


@pytest.mark.parametrize("address", LISTS)
def test_an_organiser_is_offered_the_own_tags_and_no_others(address: str, client: Client, ours: Partner):
    client.force_login(ours.user)

    page = client.get(address).text

    assert "gemeld" in page
    assert "geheimplan" not in page


@pytest.mark.parametrize("address", LISTS)
def test_an_editor_is_offered_them_all(address: str, client: Client):
    client.force_login(editor())

    page = client.get(address).text

    assert "gemeld" in page
    assert "geheimplan" in page


def test_a_shared_pictures_tags_are_for_everybody(client: Client, ours: Partner):
    shared = Image.objects.create(title="Stad", file=picture(), collection=shared_pictures())
    shared.tags.add("gedeeld")
    client.force_login(ours.user)

    assert client.get("/cms/tag-autocomplete/?term=ge").json() == ["gedeeld", "gemeld"]


def test_whoever_does_not_work_here_is_offered_nothing(client: Client):
    assert client.get("/cms/tag-autocomplete/?term=ge").status_code == 302
