"""What every installation in a region starts with, as the files in its folder say. Each raises `WrongContent`."""

from django.conf import settings

from kennisstad.content_files import read, read_folder, read_list
from kennisstad.foundation.records import Format, Hall, HomeTexts, Partner, Place, Text, Track, Word


def municipalities() -> tuple[Place, ...]:
    return read_list(settings.REGION.folder / "municipalities.toml", Place)


def themes() -> tuple[Word, ...]:
    return read_list(settings.REGION.folder / "themes.toml", Word)


def audiences() -> tuple[Word, ...]:
    return read_list(settings.REGION.folder / "audiences.toml", Word)


def series() -> tuple[Word, ...]:
    return read_list(settings.REGION.folder / "series.toml", Word)


def tracks() -> tuple[Track, ...]:
    return read_list(settings.REGION.folder / "tracks.toml", Track)


def formats() -> tuple[Format, ...]:
    return read_list(settings.REGION.folder / "formats.toml", Format)


def venues() -> tuple[Hall, ...]:
    return read_list(settings.REGION.folder / "venues.toml", Hall)


def partners() -> tuple[Partner, ...]:
    return read_list(settings.REGION.folder / "partners.toml", Partner)


def home_texts() -> HomeTexts:
    return read(settings.REGION.folder / "home.toml", HomeTexts)


def prose_pages() -> tuple[Text, ...]:
    return read_folder(settings.REGION.folder / "pages", Text)
