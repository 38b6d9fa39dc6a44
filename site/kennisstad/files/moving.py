"""The one tree of the first installations becomes two. Killed half-way, it goes on where it was."""

from typing import Any

from django.core.files.storage import Storage, storages
from PIL import Image
from wagtail.utils.file import hash_filelike

from .exceptions import UploadRefused

# Made again when asked for, of nobody's use any more, or an upload that was never finished.
NOT_KEPT = ("images", "avatar_images", "wagtail_uploads")


def part_trees(apps: Any, _schema_editor: object) -> None:
    """Originals and documents go to the private tree as if they were uploaded now."""
    old, new = storages["renditions"], storages["default"]
    apps.get_model("wagtailimages", "Rendition").objects.all().delete()
    apps.get_model("wagtailcore", "UploadedFile").objects.all().delete()
    apps.get_model("wagtailusers", "UserProfile").objects.exclude(avatar="").update(avatar="")
    for folder in NOT_KEPT:
        _empty(old, folder)
    for model in (apps.get_model("wagtailimages", "Image"), apps.get_model("wagtaildocs", "Document")):
        for row in model.objects.iterator():
            _move(row, old, new)


def _empty(storage: Storage, folder: str) -> None:
    if storage.exists(folder):
        for name in storage.listdir(folder)[1]:
            storage.delete(f"{folder}/{name}")


def _move(row: Any, old: Storage, new: Storage) -> None:
    """The row names the old file until the new one is whole; the old one goes once the row names the new one."""
    name = row.file.name
    if not old.exists(name):
        return
    try:
        with old.open(name) as file:
            kept = new.save(name, file)
    except UploadRefused as refusal:
        print(f"\n  Left behind in {old.path(name)}: {refusal.code}")  # noqa: T201 - for whoever migrates
        return
    facts = _facts(new, kept) | (_measures(new, kept) if hasattr(row, "width") else {})
    type(row).objects.filter(pk=row.pk).update(file=kept, **facts)
    old.delete(name)


def _facts(storage: Storage, name: str) -> dict[str, Any]:
    with storage.open(name) as file:
        return {"file_size": file.size, "file_hash": hash_filelike(file)}


def _measures(storage: Storage, name: str) -> dict[str, Any]:
    with storage.open(name) as file, Image.open(file) as picture:
        return {"width": picture.width, "height": picture.height}
