"""Whose calendar this is and of which region: every name of ours in a sentence comes from `settings.REGION`."""

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils import translation

FOLDER = Path(__file__).parent / "regions"


@dataclass(frozen=True)
class Words:
    """As they stand in the middle of a sentence in one language."""

    region: str
    gatherers: str
    partners: str


@dataclass(frozen=True)
class Region:
    publisher: str
    cms: str
    guessable: str
    nl: Words
    en: Words

    def names(self) -> dict[str, str]:
        """To put in a sentence of the active language."""
        words = self.en if translation.get_language() == "en" else self.nl
        return {"publisher": self.publisher, **asdict(words)}


def read_region(name: str) -> Region:
    """From `regions/<name>.toml`. Raises `OSError` where there is none, and `TypeError` where it is not whole."""
    found = tomllib.loads((FOLDER / f"{name}.toml").read_text())
    return Region(**found | {language: Words(**found[language]) for language in ("nl", "en")})
