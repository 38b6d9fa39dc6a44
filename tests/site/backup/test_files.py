"""The trees of files: whole when they are back, whatever stood in their place or stopped the last attempt."""

import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kennisstad.backup import files
from kennisstad.backup.databases import CannotCopy


@pytest.fixture(autouse=True)
def private(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    settings.PRIVATE_ROOT.mkdir()
    (settings.PRIVATE_ROOT / "a.pdf").write_text("a")
    return settings.PRIVATE_ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    folder.mkdir()
    return folder


def test_a_folder_that_cannot_be_looked_into_stops_the_copy(
    private: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
):
    """For root every folder opens, so the system's own answer stands here."""
    (private / "closed").mkdir()

    def scandir(folder: Path) -> object:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("os.scandir", scandir)

    with pytest.raises(PermissionError):
        files.pack(copy)


def test_what_a_killed_restore_left_is_in_nobodys_way(private: Path, copy: Path):
    files.pack(copy)
    (private.with_name("private.old") / "documents").mkdir(parents=True)

    assert files.unpack(copy) == {"media": 0, "private": 1}

    assert not private.with_name("private.old").exists()


def test_files_keep_who_may_read_them_and_are_for_their_user_alone_on_a_new_machine(
    private: Path, copy: Path
):
    files.pack(copy)
    private.chmod(0o750)
    files.unpack(copy)
    assert private.stat().st_mode & 0o777 == 0o750

    shutil.rmtree(private)
    files.unpack(copy)
    assert private.stat().st_mode & 0o777 == 0o700


@pytest.fixture
def rewrite(private: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], None]:
    """Somebody writes these into the file, each as soon as it is about to be copied."""

    def rewrite(contents: list[str]) -> None:
        copied, coming = tarfile.copyfileobj, iter(contents)

        def copy(*what: object, **how: object) -> None:
            if (content := next(coming, None)) is not None:
                (private / "a.pdf").write_text(content)
            copied(*what, **how)

        monkeypatch.setattr("tarfile.copyfileobj", copy)

    return rewrite


@pytest.mark.parametrize("content", ["", "longer than it was"])
def test_a_file_that_is_rewritten_while_it_is_copied_is_copied_anew(
    private: Path, copy: Path, rewrite: Callable[[list[str]], None], content: str
):
    (private / "b.pdf").write_text("b")
    rewrite([content])

    assert files.pack(copy)["private"] == 2
    files.unpack(copy)

    assert [(private / name).read_text() for name in ("a.pdf", "b.pdf")] == [content, "b"]


def test_a_file_that_is_written_to_all_the_while_is_named(
    private: Path, copy: Path, rewrite: Callable[[list[str]], None]
):
    rewrite(["much", ""] * files.TRIES)

    with pytest.raises(CannotCopy, match=f"^{private / 'a.pdf'} is being written to all the while"):
        files.pack(copy)


@pytest.mark.parametrize("target", ["a.pdf", "/etc/hostname", "/etc"])
def test_a_link_in_a_tree_is_named_and_not_copied(private: Path, copy: Path, target: str):
    (private / "link.pdf").symlink_to(target)

    with pytest.raises(CannotCopy, match=r"link\.pdf is neither a file nor a folder"):
        files.pack(copy)


def test_a_tree_that_is_a_link_is_copied_and_put_back_where_it_leads(private: Path, copy: Path):
    elsewhere = private.rename(private.with_name("elsewhere"))
    private.symlink_to(elsewhere)

    assert files.pack(copy)["private"] == 1
    (elsewhere / "a.pdf").unlink()
    files.unpack(copy)

    assert private.is_symlink()
    assert (elsewhere / "a.pdf").read_text() == "a"


@pytest.mark.parametrize(
    ("name", "kind"), [("link", tarfile.SYMTYPE), ("pipe", tarfile.FIFOTYPE), ("../out", None)]
)
def test_an_archive_with_anything_else_is_refused_before_it_is_needed(
    copy: Path, name: str, kind: bytes | None
):
    files.pack(copy)
    files.check(copy)
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind or tarfile.REGTYPE, "/etc"
    with tarfile.open(copy / "private.tar", "w") as tar:
        tar.addfile(member)

    with pytest.raises(CannotCopy, match=r"private\.tar"):
        files.check(copy)
