"""An installation of the first version goes on working, and what it published too much it no longer does."""

from pathlib import Path
from shutil import rmtree

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition

from kennisstad.files import moving
from tests.site.accounts.partner_worlds import Partner

from . import samples

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    pass


@pytest.fixture
def old_tree(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    partner = Partner("naturalis")
    rmtree(settings.PRIVATE_ROOT)
    for name, content in {
        "original_images/foto.jpg": samples.photograph(),
        "images/foto.width-30.jpg": samples.photograph(),
        "documents/programma.html": samples.PDF,
        "documents/x.html": samples.PAGE,
        "avatar_images/ik.png": samples.drawing(),
    }.items():
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    Image.objects.update(file="original_images/foto.jpg", width=60, height=40)
    Rendition.objects.create(image=partner.image, file="images/foto.width-30.jpg", width=30, height=20)
    Document.objects.update(file="documents/programma.html")
    collection = partner.organisation.collection
    Document.objects.bulk_create([Document(title="x", file="documents/x.html", collection=collection)])
    return settings.MEDIA_ROOT


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def check_parted(old_tree: Path) -> None:
    image, document = Image.objects.get(), Document.objects.exclude(title="x").get()
    with default_storage.open(image.file.name) as file:
        assert b"Noor" not in file.read()
    assert (image.width, image.height) == (40, 60)
    assert document.filename == "programma.pdf"
    assert default_storage.exists(document.file.name)
    assert names(old_tree) == {"documents/x.html"}
    assert not Rendition.objects.exists()


def test_what_was_uploaded_moves_to_the_private_tree_as_if_it_came_today(old_tree, capsys):
    moving.part_trees(apps, None)

    check_parted(old_tree)
    assert "x.html: unknown" in capsys.readouterr().out


def test_a_second_time_changes_nothing(old_tree):
    moving.part_trees(apps, None)
    before = names(Path(settings.PRIVATE_ROOT))
    moving.part_trees(apps, None)

    assert names(Path(settings.PRIVATE_ROOT)) == before


@pytest.mark.parametrize("step", ["save", "delete"])
def test_killed_half_way_it_goes_on_where_it_was(old_tree, monkeypatch, step):
    def killed(*args: object, **kwargs: object) -> None:
        raise Killed

    storage = moving.storages["default" if step == "save" else "renditions"]
    moving._empty(moving.storages["renditions"], "images")
    with monkeypatch.context() as power, pytest.raises(Killed):
        power.setattr(type(storage), step, killed)
        moving.part_trees(apps, None)
    moving.part_trees(apps, None)

    check_parted(old_tree)
