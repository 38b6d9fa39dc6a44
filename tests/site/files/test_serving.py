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
from tests.site.accounts.cast import Partner, administrator, editor

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
def theirs(ours: Partner) -> Partner:
    return Partner("lumc")


@pytest.fixture
def programme(ours: Partner) -> Document:
    return document(ours)


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


def test_a_picture_comes_as_a_picture_that_can_do_nothing(ours):
    response = visitor().get(rendition(ours.image))

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == SANDBOX
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_picture_that_the_browser_has_is_not_sent_again(ours):
    address = rendition(ours.image)
    last = visitor().get(address).headers["Last-Modified"]
    response = visitor().get(address, headers={"If-Modified-Since": last})

    assert (response.status_code, response.headers["Content-Security-Policy"]) == (304, SANDBOX)
    assert visitor().head(address).status_code == 200


def test_only_renditions_are_public(ours):
    original, kept = ours.image.file.name, Path(settings.MEDIA_ROOT)
    rendition(ours.image)

    assert {path.parent.name for path in kept.rglob("*") if path.is_file()} == {"images"}
    assert visitor().get(f"/media/{original}").status_code == 404
    assert visitor().get(f"/media/{ours.document.file.name}").status_code == 404
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


def test_nobody_guesses_the_name_of_a_picture(ours):
    assert "foto" not in ours.image.file.name
    assert len(Path(ours.image.file.name).stem) == 16


def test_a_document_is_something_to_keep_and_not_a_page_of_ours(ours, programme):
    response = visitor(ours.user).get(programme.url)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == SANDBOX
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Programma-voor-%C3%A9lk.pdf"
    )


def test_what_lies_on_the_disk_under_a_foreign_name_is_not_handed_out(ours, programme):
    Document.objects.filter(pk=programme.pk).update(file="documents/x.html")
    (Path(settings.PRIVATE_ROOT) / "documents" / "x.html").write_bytes(samples.PAGE)

    assert visitor(ours.user).get(f"/documents/{programme.pk}/x.html").status_code == 404


def test_strangers_have_a_document_when_a_public_page_offers_it(ours, programme):
    assert visitor().get(programme.url).status_code == 404

    page = published_page(ours.page, body=offering(programme))
    assert visitor().get(programme.url).status_code == 200

    page.unpublish()
    assert visitor().get(programme.url).status_code == 404


def test_a_draft_makes_nothing_public(ours, programme):
    draft = draft_page(ours.page, body=offering(programme))
    draft.save_revision()
    live = published_page(ours.page)
    live.body = offering(programme)
    live.save_revision()

    assert visitor().get(programme.url).status_code == 404


def test_a_private_collection_stays_private(ours, programme):
    published_page(ours.page, body=offering(programme))
    CollectionViewRestriction.objects.create(
        collection=programme.collection, restriction_type="password", password="x"
    )

    assert visitor().get(programme.url).status_code == 404
    assert visitor(ours.user).get(programme.url).status_code == 200


def test_staff_have_the_documents_of_their_own_organisation_only(ours, theirs, programme):
    assert visitor(ours.user).get(programme.url).status_code == 200
    assert visitor(theirs.user).get(programme.url).status_code == 404
    assert visitor(editor()).get(programme.url).status_code == 200
    assert visitor().get(programme.url).status_code == 404


def test_a_document_has_one_name_only(ours, programme):
    assert visitor(ours.user).get(f"/documents/{programme.pk}/other.pdf").status_code == 404


def test_a_document_that_has_vanished_is_not_there(ours, programme):
    default_storage.delete(programme.file.name)

    assert visitor(ours.user).get(programme.url).status_code == 404


def test_the_private_tree_is_closed_to_other_users_of_the_machine(programme):
    file = Path(settings.PRIVATE_ROOT) / programme.file.name

    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_a_page_whose_picture_has_vanished_is_still_a_page(ours):
    page = published_page(ours.page, cover=ours.image)
    default_storage.delete(ours.image.file.name)

    assert visitor().get(page.url).status_code == 200
    assert visitor(ours.user).get(f"/cms/pages/{page.pk}/edit/").status_code == 200
    assert visitor(ours.user).get("/cms/images/").status_code == 200
    assert visitor(ours.user).get(f"/cms/images/{ours.image.pk}/").status_code == 200
