"""What every installation in a region starts with, as its folder says."""

from pathlib import Path

from kennisstad.content_files import read, read_each, read_folder
from kennisstad.foundation.records import (
    FirstContent,
    Format,
    Hall,
    Home,
    Partner,
    Place,
    Text,
    Track,
    Word,
)


def read_first_content(folder: Path) -> FirstContent:
    """Raises `WrongContent`."""
    return FirstContent(
        home=read(folder / "home.toml", Home),
        pages=read_folder(folder / "pages", Text),
        partners=read_each(folder / "partners.toml", Partner),
        municipalities=read_each(folder / "municipalities.toml", Place),
        venues=read_each(folder / "venues.toml", Hall),
        formats=read_each(folder / "formats.toml", Format),
        themes=read_each(folder / "themes.toml", Word),
        audiences=read_each(folder / "audiences.toml", Word),
        series=read_each(folder / "series.toml", Word),
        tracks=read_each(folder / "tracks.toml", Track),
    )
