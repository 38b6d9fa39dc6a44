"""What is handed out, to whom, and as what."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import CollectionViewRestriction

from kennisstad.accounts.models import User
from tests.factories.events import draft_page, published_page
from tests.site.accounts.partner_worlds import Partner, administrator, editor

from . import samples

pytestmark = pytest.mark.django_db

SANDBOX = "default-src 'none'; sandbox"
UNSAFE = [
    "..",
    "%00",
    "a" * 300 + ".jpg",
    "%ff.jpg",
    "..%2f..%2fkennisstad.sqlite3",
    "..\\x.jpg",
    "x.jpg%0a",
    "é.jpg",
]


@pytest.fixture
def theirs(own_partner: Partner) -> Partner:
    return Partner("lumc")


@pytest.fixture
def programme(own_partner: Partner) -> Document:
    return document(own_partner)


def document(
    partner: Partner, name: str = "Programma voor élk.pdf", content: bytes = samples.PDF
) -> Document:
    file = ContentFile(content, name)
    return Document.objects.create(title="Programma", file=file, collection=partner.organisation.collection)


def offering(document: Document) -> list[tuple[str, str]]:
    return [("text", f'<p><a linktype="document" id="{document.pk}">Programma</a></p>')]


class Visitor(Client):
    """Reads what it gets to the end."""

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        response.body = b"".join(response)
        return response


def visitor(user: User | None = None) -> Visitor:
    client = Visitor()
    if user:
        client.force_login(user)
    return client


def rendition(image: Image) -> str:
    return image.get_rendition("width-30").url


def test_a_picture_comes_as_a_picture_that_can_do_nothing(own_partner):
    response = visitor().get(rendition(own_partner.image))

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == SANDBOX
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_picture_that_the_browser_has_is_not_sent_again(own_partner):
    address = rendition(own_partner.image)
    last = visitor().get(address).headers["Last-Modified"]
    response = visitor().get(address, headers={"If-Modified-Since": last})

    assert (response.status_code, response.headers["Content-Security-Policy"]) == (304, SANDBOX)
    assert visitor().head(address).status_code == 200


def test_only_renditions_are_public(own_partner):
    original, kept = own_partner.image.file.name, Path(settings.MEDIA_ROOT)
    rendition(own_partner.image)

    assert {path.parent.name for path in kept.rglob("*") if path.is_file()} == {"images"}
    assert visitor().get(f"/media/{original}").status_code == 404
    assert visitor().get(f"/media/{own_partner.document.file.name}").status_code == 404
    assert visitor(administrator()).get(default_storage.url(original)).status_code == 404


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.js", "x.pdf", "x.jpg.html", "x", ".png"])
def test_nothing_but_a_picture_is_public_even_in_their_folder(name):
    folder = Path(settings.MEDIA_ROOT) / "images"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(samples.PAGE)

    assert visitor().get(f"/media/images/{name}").status_code == 404


@pytest.mark.parametrize("folder", ["/media/", "/media/images/", "/documents/1/", "/documents/", "/private/"])
@pytest.mark.parametrize("name", UNSAFE)
def test_an_odd_address_is_a_page_of_ours_that_says_there_is_nothing(folder, name):
    assert visitor().get(folder + name).status_code == 404


def test_no_number_is_too_large():
    assert visitor().get("/documents/9999999999/x.pdf").status_code == 404


def test_nobody_guesses_the_name_of_a_picture(own_partner):
    assert "foto" not in own_partner.image.file.name
    assert len(Path(own_partner.image.file.name).stem) == 16


def test_a_document_is_something_to_keep_and_not_a_page_of_ours(own_partner, programme):
    response = visitor(own_partner.user).get(programme.url)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == SANDBOX
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Programma-voor-%C3%A9lk.pdf"
    )


def test_what_lies_on_the_disk_under_a_foreign_name_is_not_handed_out(own_partner, programme):
    Document.objects.filter(pk=programme.pk).update(file="documents/x.html")
    (Path(settings.PRIVATE_ROOT) / "documents" / "x.html").write_bytes(samples.PAGE)

    assert visitor(own_partner.user).get(f"/documents/{programme.pk}/x.html").status_code == 404


def test_strangers_have_a_document_when_a_public_page_offers_it(own_partner, programme):
    assert visitor().get(programme.url).status_code == 404

    page = published_page(own_partner.page, body=offering(programme))
    assert visitor().get(programme.url).status_code == 200

    page.unpublish()
    assert visitor().get(programme.url).status_code == 404


def test_a_draft_makes_nothing_public(own_partner, programme):
    draft = draft_page(own_partner.page, body=offering(programme))
    draft.save_revision()
    live = published_page(own_partner.page)
    live.body = offering(programme)
    live.save_revision()

    assert visitor().get(programme.url).status_code == 404


def test_a_private_collection_stays_private(own_partner, programme):
    published_page(own_partner.page, body=offering(programme))
    CollectionViewRestriction.objects.create(
        collection=programme.collection, restriction_type="password", password="x"
    )

    assert visitor().get(programme.url).status_code == 404
    assert visitor(own_partner.user).get(programme.url).status_code == 200


def test_staff_have_the_documents_of_their_own_organisation_only(own_partner, theirs, programme):
    assert visitor(own_partner.user).get(programme.url).status_code == 200
    assert visitor(theirs.user).get(programme.url).status_code == 404
    assert visitor(editor()).get(programme.url).status_code == 200
    assert visitor().get(programme.url).status_code == 404


def test_a_document_has_one_name_only(own_partner, programme):
    assert visitor(own_partner.user).get(f"/documents/{programme.pk}/other.pdf").status_code == 404


def test_a_document_that_has_vanished_is_not_there(own_partner, programme):
    default_storage.delete(programme.file.name)

    assert visitor(own_partner.user).get(programme.url).status_code == 404


def test_the_private_tree_is_closed_to_other_users_of_the_machine(programme):
    file = Path(settings.PRIVATE_ROOT) / programme.file.name

    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_a_page_whose_picture_has_vanished_is_still_a_page(own_partner):
    page = published_page(own_partner.page, cover=own_partner.image)
    default_storage.delete(own_partner.image.file.name)

    assert visitor().get(page.url).status_code == 200
    assert visitor(own_partner.user).get(f"/cms/pages/{page.pk}/edit/").status_code == 200
    assert visitor(own_partner.user).get("/cms/images/").status_code == 200
    assert visitor(own_partner.user).get(f"/cms/images/{own_partner.image.pk}/").status_code == 200
