"""The two trees of files, each into one archive and back."""

import hashlib
import os
import shutil
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from .databases import CannotCopy

TREES = {"media": "MEDIA_ROOT", "private": "PRIVATE_ROOT"}
# Where there is none yet; the web server reads what is public.
MODES = {"media": 0o755, "private": 0o700}
# So often a file that changes while it is copied is copied anew.
TRIES = 5


def trees() -> dict[str, Path]:
    """Where they really are: a link in the place of a tree is followed."""
    return {name: Path(getattr(settings, setting)).resolve() for name, setting in TREES.items()}


def refuse_inside(folder: Path) -> None:
    """Raises `CannotCopy` where a copy would become part of what is copied, or be replaced by what is in it."""
    for tree in trees().values():
        if folder.resolve().is_relative_to(tree):
            raise CannotCopy(f"{folder} lies in {tree}, whose files are copied. Use a folder elsewhere.")


def pack(folder: Path) -> dict[str, int]:
    """Write them into the folder. Returns how many files each tree has. Raises `CannotCopy`."""
    return {name: _pack(tree, folder / f"{name}.tar") for name, tree in trees().items()}


def _pack(tree: Path, archive: Path) -> int:
    count = 0
    with tarfile.open(archive, "w") as tar:
        for path in sorted(_entries(tree)):
            try:
                is_file = _is_file(path)
                add = _add_file if is_file else _add_folder
                add(tar, path, str(path.relative_to(tree)))
            except FileNotFoundError:
                # Deleted since it was listed.
                continue
            count += is_file
    return count


def _entries(tree: Path) -> Iterator[Path]:
    """All that is in it. Raises `OSError` for a folder that cannot be looked into: its files would be missing unnoticed."""
    for folder, folders, files in tree.walk(on_error=_unless_gone):
        yield from (folder / name for name in (*folders, *files))


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _is_file(path: Path) -> bool:
    """Or a folder. Raises `CannotCopy` where it is neither, such as a link to what lies elsewhere."""
    mode = path.lstat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise CannotCopy(f"{path} is neither a file nor a folder. Put the file itself there, or remove it.")
    return stat.S_ISREG(mode)


def _add_folder(tar: tarfile.TarFile, path: Path, name: str) -> None:
    tar.add(path, name, recursive=False)


def _add_file(tar: tarfile.TarFile, path: Path, name: str) -> None:
    """As it is at one moment. Raises `CannotCopy` where it is written to all the while."""
    with path.open("rb") as content:
        for _ in range(TRIES):
            start, before = tar.offset, _version(content)
            try:
                content.seek(0)
                tar.addfile(tar.gettarinfo(arcname=name, fileobj=content), content)
            except OSError:
                # Of one that became shorter there is too little; any other error is the disk's.
                if _version(content) == before:
                    raise
            else:
                if _version(content) == before:
                    return
            _take_back(tar, start)
    raise CannotCopy(
        f"{path} is being written to all the while. See what does that, and make the copy again."
    )


def _version(content: BinaryIO) -> tuple[int, int]:
    status = os.fstat(content.fileno())
    return status.st_size, status.st_mtime_ns


def _take_back(tar: tarfile.TarFile, start: int) -> None:
    """The next is written over what stands from there on; what is left of it behind the archive's end is read by nobody."""
    tar.fileobj.seek(start)
    tar.offset = start


def check(folder: Path) -> None:
    """Raises `CannotCopy` where an archive holds what cannot be put back, or is none."""
    for name, tree in trees().items():
        archive = folder / f"{name}.tar"
        try:
            with tarfile.open(archive) as tar:
                odd = [member.name for member in tar if not _is_ours(member, tree)]
        except (OSError, tarfile.TarError) as error:
            raise CannotCopy(
                f"{archive} cannot be read ({error}). Nothing was changed: try another copy."
            ) from error
        if odd:
            raise CannotCopy(f"{odd[0]} in {archive} is neither a file nor a folder. Nothing was changed.")


def _is_ours(member: tarfile.TarInfo, tree: Path) -> bool:
    tarfile.data_filter(member, str(tree))
    # A file with two names is in the archive once, and once as the other's name.
    return member.isfile() or member.isdir() or member.islnk()


def unpack(folder: Path) -> dict[str, int]:
    """Put them in the place of what is there, each at once. Returns how many files each has now."""
    return {name: _unpack(folder / f"{name}.tar", tree, MODES[name]) for name, tree in trees().items()}


def _unpack(archive: Path, tree: Path, mode: int) -> int:
    coming, old = tree.with_name(tree.name + ".restoring"), tree.with_name(tree.name + ".old")
    # What a restore that was killed left. While the tree is not in its place, the old one is all there is.
    shutil.rmtree(coming, ignore_errors=True)
    if tree.exists() and old.exists():
        shutil.rmtree(old)
    coming.mkdir(mode=0o700, parents=True)
    with tarfile.open(archive) as tar:
        tar.extractall(coming, filter="data")
    before = tree if tree.exists() else old
    coming.chmod(stat.S_IMODE(before.stat().st_mode) if before.exists() else mode)
    if tree.exists():
        tree.rename(old)
    coming.rename(tree)
    shutil.rmtree(old, ignore_errors=True)
    return sum(path.is_file() for path in tree.rglob("*"))


def checksum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
