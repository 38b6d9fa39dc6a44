"""What a draft uses can't be deleted; what only an old version used may go, and its absence is shown."""

import json
import re

import pytest
from django.test import Client
from wagtail.images.models import Image

from events.models import EventPage, ProgrammeSpeaker
from tests.factories.events import (
    EventTypeFactory,
    MunicipalityFactory,
    PersonFactory,
    SeriesFactory,
    VenueFactory,
    draft_page,
    programme_item,
)
from tests.site.accounts.partner_worlds import administrator, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signed_in(client: Client) -> None:
    client.force_login(administrator())


def body_with(image: Image) -> str:
    value = {"image": image.pk, "decorative": False, "alt_text": "x"}
    return json.dumps([{"type": "image", "value": value, "id": "6a1f6b3e-0000-4000-8000-000000000001"}])


def used_by_a_version() -> tuple[EventPage, dict[str, object]]:
    """A page with a version that uses one of each kind."""
    page = draft_page(programme=[programme_item()])
    page.save_revision()
    rows = {
        "venue": VenueFactory(name="Zaal die weggaat"),
        "person": PersonFactory(name="Spreker die weggaat"),
        "picture": Image.objects.create(title="Foto", file=picture()),
        "series": SeriesFactory(slug="reeks-die-weggaat"),
        "type": EventTypeFactory(slug="soort-die-weggaat"),
        "municipality": MunicipalityFactory(slug="gemeente-die-weggaat"),
    }
    version = EventPage.objects.get(pk=page.pk)
    version.venue, version.series, version.event_type = rows["venue"], rows["series"], rows["type"]
    version.municipality, version.cover = rows["municipality"], rows["picture"]
    version.body = body_with(rows["picture"])
    item = version.programme_items.all()[0]
    item.speakers = [ProgrammeSpeaker(person=rows["person"])]
    version.programme_items = [item]
    version.save_revision()
    return page, rows


ADDRESSES = {
    "venue": "/cms/locaties/delete/%s/",
    "person": "/cms/sprekers/delete/%s/",
    "picture": "/cms/images/%s/delete/",
    "series": "/cms/reeksen/delete/%s/",
    "type": "/cms/soorten/delete/%s/",
    "municipality": "/cms/gemeenten/delete/%s/",
}


@pytest.mark.parametrize("kind", ADDRESSES)
def test_what_a_draft_uses_stays(client: Client, kind: str):
    _page, rows = used_by_a_version()

    response = client.post(ADDRESSES[kind] % rows[kind].pk, follow=True)

    assert type(rows[kind]).objects.filter(pk=rows[kind].pk).exists()
    assert re.search("nog gebruikt|nog in gebruik", response.text)


def test_in_bulk_as_well(client: Client):
    _page, rows = used_by_a_version()

    response = client.post(f"/cms/bulk/wagtailimages/image/delete/?id={rows['picture'].pk}", follow=True)

    assert Image.objects.filter(pk=rows["picture"].pk).exists()
    assert "wordt nog gebruikt" in response.text


def test_an_old_version_without_what_it_used_can_be_seen_compared_and_taken_back(client: Client):
    page, rows = used_by_a_version()
    page.refresh_from_db()
    old = page.get_latest_revision()
    EventPage.objects.get(pk=page.pk).save_revision()
    for kind, row in rows.items():
        assert client.post(ADDRESSES[kind] % row.pk).status_code == 302, kind
        assert not type(row).objects.filter(pk=row.pk).exists(), kind

    for address in (
        f"/cms/pages/{page.pk}/revisions/{old.pk}/view/",
        f"/cms/pages/{page.pk}/revisions/compare/{old.pk}...latest/",
        f"/cms/pages/{page.pk}/revisions/compare/earliest...{old.pk}/",
        f"/cms/pages/{page.pk}/revisions/{old.pk}/revert/",
        f"/cms/pages/{page.pk}/edit/",
        f"/cms/pages/{page.pk}/history/",
    ):
        assert (address, client.get(address).status_code) == (address, 200)
    editor = client.get(f"/cms/pages/{page.pk}/revisions/{old.pk}/revert/").text
    assert "iets dat niet meer bestaat: " in editor
