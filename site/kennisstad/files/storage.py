"""Two trees of files: what anybody may fetch, and what only a view with a permission hands out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from .documents import checked
from .exceptions import UploadRefused
from .pictures import redrawn, refuse_damaged

# Where Wagtail keeps what people upload. Whichever form it came by, it passes here; what waits for a
# better title may be either.
ORIGINALS = "original_images"
CHECKS: dict[str, Callable[[Any], Any]] = {
    ORIGINALS: redrawn,
    "documents": checked,
    "wagtail_uploads": checked,
}


class Files(FileSystemStorage):
    """Where a tree stands is asked each time, so that it is written down in the settings only."""

    @property
    def location(self) -> str:
        return str(self.base_location)


@deconstructible(path="kennisstad.files.storage.PrivateFiles")
class PrivateFiles(Files):
    """The default, so that what nobody thought about is private too."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> Path:
        return settings.PRIVATE_ROOT

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        folder = (name or content.name).partition("/")[0]
        if check := CHECKS.get(folder):
            content = check(content)
            name = f"{folder}/{content.name}"
        return super().save(name, content, max_length)

    def open(self, name: str, mode: str = "rb") -> File[Any]:
        """Of a picture that can't be opened a page shows that it is missing; one that can't be read would break it."""
        file = super().open(name, mode)
        if name.startswith(f"{ORIGINALS}/"):
            try:
                refuse_damaged(file)
            except UploadRefused:
                file.close()
                raise OSError(f"{name} is damaged") from None
        return file

    def url(self, name: str | None) -> str:
        """An address that leads nowhere: some of Wagtail's answers want one for every file."""
        return f"/private/{name}"


@deconstructible(path="kennisstad.files.storage.PublicPictures")
class PublicPictures(Files):
    """Renditions: drawn by us, from pictures drawn by us."""

    @property
    def base_location(self) -> Path:
        return settings.MEDIA_ROOT
