"""Six issues of the newsletter that went out, and what they told about."""

from dataclasses import dataclass
from pathlib import Path

from kennisstad.content_files import Paragraphs, read

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, kw_only=True)
class News:
    heading: str
    heading_en: str
    text: Paragraphs
    text_en: Paragraphs


@dataclass(frozen=True, kw_only=True)
class Issue:
    """`look_backs` and `events` name events by their slugs."""

    title: str
    title_en: str
    introduction: str
    introduction_en: str
    look_backs: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    news: tuple[News, ...]


@dataclass(frozen=True, kw_only=True)
class Archive:
    """The oldest issue first; `about` closes each of them."""

    about: Paragraphs
    about_en: Paragraphs
    issues: tuple[Issue, ...]


def archive() -> Archive:
    return read(FILE, Archive)
