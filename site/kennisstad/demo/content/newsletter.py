"""Six issues of the newsletter that went out, and what they told about."""

from dataclasses import dataclass
from pathlib import Path

from kennisstad.content_files import read_each

ABOUT = "Deze uitgave is een voorbeeld. Er is niets mee verstuurd."
ABOUT_EN = "This issue is an example. It was not sent to anybody."


@dataclass(frozen=True, kw_only=True)
class News:
    heading: str
    text: str
    heading_en: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Issue:
    """`look_backs` and `events` name events by their slugs."""

    title: str
    title_en: str
    introduction: str
    introduction_en: str
    news: tuple[News, ...]
    look_backs: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


ISSUES = read_each(Path(__file__).parent / "newsletter.toml", Issue)
