"""The two trees of files, each into one archive and back."""

import hashlib
import shutil
import tarfile
from pathlib import Path

from django.conf import settings

TREES = {"media": "MEDIA_ROOT", "private": "PRIVATE_ROOT"}


def pack(folder: Path) -> dict[str, int]:
    """Write them into the folder. Returns how many files each tree has."""
    return {
        name: _pack(Path(getattr(settings, setting)), folder / f"{name}.tar")
        for name, setting in TREES.items()
    }


def _pack(tree: Path, archive: Path) -> int:
    count = 0
    with tarfile.open(archive, "w") as tar:
        for path in sorted(tree.rglob("*")) if tree.exists() else ():
            try:
                tar.add(path, path.relative_to(tree), recursive=False)
            except FileNotFoundError:
                # Deleted since it was listed.
                continue
            count += path.is_file()
    return count


def unpack(folder: Path) -> dict[str, int]:
    """Put them in the place of what is there, each at once. Returns how many files each has now."""
    return {
        name: _unpack(folder / f"{name}.tar", Path(getattr(settings, setting)))
        for name, setting in TREES.items()
    }


def _unpack(archive: Path, tree: Path) -> int:
    coming, old = tree.with_name(tree.name + ".restoring"), tree.with_name(tree.name + ".old")
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(parents=True)
    with tarfile.open(archive) as tar:
        tar.extractall(coming, filter="data")
    if tree.exists():
        tree.rename(old)
    coming.rename(tree)
    shutil.rmtree(old, ignore_errors=True)
    return sum(path.is_file() for path in tree.rglob("*"))


def checksum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
