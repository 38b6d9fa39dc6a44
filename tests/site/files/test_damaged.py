"""A disk loses or damages an original: no page breaks over it, and somebody can put another one in its place."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.images.models import Image

from tests.site.accounts.partner_worlds import Partner

from . import samples

pytestmark = pytest.mark.django_db

DAMAGE = {
    "gone": None,
    "empty": b"",
    "something else": b"GIF89a and no more",
    "half a drawing": samples.drawing()[:60],
    "half a photograph": samples.photograph()[:500],
}


@pytest.fixture(params=DAMAGE)
def picture(request: pytest.FixtureRequest, own_partner: Partner) -> Image:
    picture = Image.objects.create(
        title="Voorgevel",
        file=ContentFile(samples.photograph(), "x.jpg"),
        collection=own_partner.organisation.collection,
    )
    own_partner.live.cover = picture
    own_partner.live.save_revision().publish()
    original = Path(settings.PRIVATE_ROOT) / picture.file.name
    if (content := DAMAGE[request.param]) is None:
        original.unlink()
    else:
        original.write_bytes(content)
    return picture


def test_the_public_pages_go_on_without_it(picture: Image, own_partner: Partner):
    for address in (
        "/",
        own_partner.live.get_url(),
        f"/en{own_partner.live.get_url()}",
        "/feeds/all.rss",
        "/feeds/all.json",
    ):
        assert Client().get(address, follow=True).status_code == 200, address


def test_organisers_still_find_it_and_choose_another(picture: Image, own_partner: Partner):
    client = Client()
    client.force_login(own_partner.user)
    images, pages = "/cms/images/", f"/cms/pages/{own_partner.live.pk}/"

    for address in (
        images,
        f"{images}{picture.pk}/",
        f"{images}chooser/",
        f"{pages}edit/",
        f"{pages}view_draft/",
    ):
        assert client.get(address).status_code == 200, address
    assert client.get(f"{images}chooser/chosen/{picture.pk}/").status_code == 404
    new = ContentFile(samples.drawing(), "nieuw.png")
    fields = {"title": "Voorgevel", "collection": picture.collection_id, "file": new}
    client.post(f"{images}{picture.pk}/", fields)
    assert client.get(f"{images}chooser/chosen/{picture.pk}/").status_code == 200
