"""A new version's files are collected while the one before is still being served."""

from pathlib import Path

import pytest
from django.core.management import call_command

from kennisstad.web.static import HashedStaticFiles


@pytest.fixture
def source(tmp_path: Path, settings) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "kennisstad.web.static.HashedStaticFiles"}
    }
    return folder


def collect(source: Path, **files: str) -> dict[str, str]:
    """Install a version; says by which names it is served."""
    for file in source.iterdir():
        file.unlink()
    for name, text in files.items():
        (source / f"{name}.css").write_text(text)
    call_command("collectstatic", interactive=False, verbosity=0)
    return HashedStaticFiles().load_manifest()[0]


def served(source: Path) -> set[str]:
    return {file.name for file in (source.parent / "collected").iterdir()}


def test_what_the_version_before_serves_stays_until_the_next(source: Path):
    red, blue = (
        collect(source, look=f"a {{ color: {colour} }}" * 50)["look.css"] for colour in ("red", "blue")
    )
    assert {red, blue, f"{red}.gz", f"{blue}.gz"} <= served(source)

    green = collect(source, look="a { color: green }")["look.css"]

    assert {blue, green} <= served(source)
    assert not {red, f"{red}.gz"} & served(source)


def test_installing_the_same_version_again_takes_nothing_away(source: Path):
    red = collect(source, look="a { color: red }")["look.css"]
    for _again in range(2):
        collect(source, look="a { color: blue }")

    assert red in served(source)


def test_a_file_that_is_no_longer_there_goes_one_version_later(source: Path):
    collect(source, look="a { color: red }", old="b { color: red }")
    collect(source, look="a { color: red }")
    assert "old.css" in served(source)

    collect(source, look="a { color: blue }")

    assert "old.css" not in served(source)
