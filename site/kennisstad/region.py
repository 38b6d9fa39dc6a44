"""Whose calendar this is and of which region: every name of ours in a sentence comes from `settings.REGION`."""

from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils import translation

from kennisstad.content_files import read

REGIONS = Path(__file__).parent / "regions"


@dataclass(frozen=True, kw_only=True)
class Words:
    """As they stand in the middle of a sentence in one language."""

    region: str
    gatherers: str
    partners: str


@dataclass(frozen=True, kw_only=True)
class Region:
    """`slug` is the folder with its names, its lists and its first pages."""

    slug: str
    publisher: str
    cms: str
    guessable: str
    nl: Words
    en: Words

    @property
    def folder(self) -> Path:
        return REGIONS / self.slug

    def names(self) -> dict[str, str]:
        """To put in a sentence of the active language."""
        words = self.en if translation.get_language() == "en" else self.nl
        return {"publisher": self.publisher, **asdict(words)}


def known_regions() -> list[str]:
    return sorted(path.parent.name for path in REGIONS.glob("*/names.toml"))


def read_region(slug: str) -> Region:
    """Raises `WrongContent`."""
    return read(REGIONS / slug / "names.toml", Region, slug=slug)
