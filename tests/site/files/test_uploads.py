"""Every way into the CMS for a file: by whichever form it comes, the same is kept and the same refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import Image as Drawing
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import UploadedFile

from kennisstad.accounts.models import Organisation
from kennisstad.files.exceptions import WORDS
from tests.site.accounts.partner_worlds import Partner

from . import samples

pytestmark = pytest.mark.django_db

type Door = Callable[[Client, Organisation, str, bytes], str]

TOO_LONG = "x" * 300


@pytest.fixture
def organiser(own_partner: Partner) -> Client:
    client = Client()
    client.force_login(own_partner.user)
    _ = own_partner.image, own_partner.document  # to put another in their place
    return client


def given(name: str, content: bytes) -> SimpleUploadedFile:
    """The browser's own claim of what it is counts for nothing."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def posted(client: Client, address: str, organisation: Organisation, prefix: str = "", **fields: Any) -> str:
    data = {"title": "Van ons", "collection": organisation.collection.pk} | fields
    response = client.post(f"/cms/{address}", {f"{prefix}{key}": value for key, value in data.items()})
    assert response.status_code in {200, 302}
    return told(response.content.decode())


def told(answer: str) -> str:
    """As a person reads it, whether it came as a page or in JSON."""
    if answer.startswith("{"):
        answer = "".join(map(str, json.loads(answer).values()))
    return answer.replace("&#x27;", "'")


def one_by_one(kind: str) -> Door:
    def upload(client: Client, organisation: Organisation, name: str, content: bytes) -> str:
        return posted(client, f"{kind}s/add/", organisation, file=given(name, content))

    return upload


def several(kind: str) -> Door:
    def upload(client: Client, organisation: Organisation, name: str, content: bytes) -> str:
        return posted(client, f"{kind}s/multiple/add/", organisation, **{"files[]": given(name, content)})

    return upload


def finished_later(kind: str) -> Door:
    """Its title was too long at first, so the file waits for a better one."""

    def upload(client: Client, organisation: Organisation, name: str, content: bytes) -> str:
        fields = {"files[]": given(name, content), "title": TOO_LONG}
        refused = posted(client, f"{kind}s/multiple/add/", organisation, **fields)
        if waiting := UploadedFile.objects.first():
            address = f"{kind}s/multiple/create_from_uploaded_{kind}/{waiting.pk}/"
            return posted(client, address, organisation, f"uploaded-{kind}-{waiting.pk}-")
        return refused

    return upload


def while_choosing(kind: str) -> Door:
    def upload(client: Client, organisation: Organisation, name: str, content: bytes) -> str:
        prefix = f"{kind}-chooser-upload-"
        return posted(client, f"{kind}s/chooser/create/", organisation, prefix, file=given(name, content))

    return upload


def instead_of(kind: str, address: str) -> Door:
    def upload(client: Client, organisation: Organisation, name: str, content: bytes) -> str:
        model = Image if kind == "image" else Document
        pk = model.objects.get(collection=organisation.collection).pk
        return posted(client, address.format(pk), organisation, file=given(name, content))

    return upload


PICTURE_DOORS = {
    "one by one": one_by_one("image"),
    "several": several("image"),
    "finished later": finished_later("image"),
    "while choosing": while_choosing("image"),
    "instead of another": instead_of("image", "images/{}/"),
}
DOCUMENT_DOORS = {
    "one by one": one_by_one("document"),
    "several": several("document"),
    "finished later": finished_later("document"),
    "while choosing": while_choosing("document"),
    "instead of another": instead_of("document", "documents/edit/{}/"),
}


def kept() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()}


@pytest.mark.parametrize("door", PICTURE_DOORS)
def test_a_photograph_is_drawn_anew_whichever_way_it_comes(organiser, own_partner, door):
    before = kept()
    PICTURE_DOORS[door](
        organiser, own_partner.organisation, "vakantie.jpg", samples.photograph() + samples.PAGE
    )

    picture = Image.objects.get(title="Van ons")
    new = {name: content for name, content in kept().items() if before.get(name) != content}
    assert list(new) == [Path(picture.file.name).name]
    assert not [content for content in new.values() if b"Noor" in content or b"script" in content]
    with default_storage.open(picture.file.name) as file, Drawing.open(file) as drawing:
        assert drawing.size == (picture.width, picture.height) == (40, 60)
    assert picture.file_size in {None, picture.file.size}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("broken.gif", samples.drawing("GIF")[:40], "unreadable"),
        ("broken.png", samples.drawing("PNG")[:60], "unreadable"),
        ("broken.jpg", samples.photograph()[:200], "unreadable"),
        ("broken.webp", samples.drawing("WEBP")[:40], "unreadable"),
        ("broken.avif", samples.drawing("AVIF")[:300], "unreadable"),
        ("broken.heic", samples.drawing("HEIF")[:300], "unreadable"),
        ("page.jpg", samples.PAGE, "unreadable"),
        ("drawing.svg", samples.SVG, "unreadable"),
        ("drawing.png", samples.SVG, "unreadable"),
    ],
)
@pytest.mark.parametrize("door", PICTURE_DOORS)
def test_what_is_no_whole_picture_is_refused_in_words(organiser, own_partner, door, name, content, code):
    before = kept()
    answer = PICTURE_DOORS[door](organiser, own_partner.organisation, name, content)

    with translation.override("nl"):
        assert str(WORDS[code]) in answer
    assert kept() == before


@pytest.mark.parametrize("door", DOCUMENT_DOORS)
def test_a_document_is_kept_as_what_it_holds(organiser, own_partner, door):
    DOCUMENT_DOORS[door](organiser, own_partner.organisation, "x.html", samples.PDF)

    document = Document.objects.get(title="Van ons")
    assert document.filename.endswith(".pdf")
    assert document.file.read() == samples.PDF
    document.file.close()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.html", samples.PAGE, "unknown"),
        ("x.js", samples.SCRIPT, "unknown"),
        ("x.pdf", samples.PAGE, "unknown"),
        ("x.docx", samples.archive({"a": "b"}), "unknown"),
        ("damaged.docx", samples.damaged(ZIP_DEFLATED), "unknown"),
        ("x.docm", samples.office(samples.WORD_WITH_MACROS, "word/document.xml"), "macros"),
    ],
)
@pytest.mark.parametrize("door", DOCUMENT_DOORS)
def test_what_could_act_for_somebody_is_refused_in_words(organiser, own_partner, door, name, content, code):
    before = kept()
    answer = DOCUMENT_DOORS[door](organiser, own_partner.organisation, name, content)

    with translation.override("nl"):
        assert str(WORDS[code]) in answer
    assert kept() == before


@pytest.mark.parametrize(
    "door",
    [
        PICTURE_DOORS["several"],
        PICTURE_DOORS["one by one"],
        DOCUMENT_DOORS["several"],
        DOCUMENT_DOORS["one by one"],
    ],
)
def test_what_is_too_much_is_refused_in_words(organiser, own_partner, door):
    answer = door(organiser, own_partner.organisation, "groot.pdf", b"%PDF-" + b" " * settings.LARGEST_UPLOAD)

    assert "20,0" in answer


def test_nobody_uploads_a_picture_of_themselves(organiser):
    """There is no view that could show it to colleagues only."""
    organiser.post("/cms/account/", {"avatar-avatar": given("ik.png", samples.drawing())})

    assert 'id="avatar-section"' not in organiser.get("/cms/account/").content.decode()
    assert not [name for name in kept() if name.startswith("avatar")]
