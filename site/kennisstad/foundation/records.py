"""The shapes of the first content: what a region's files say about its lists, its partners and its pages."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Word:
    """An entry of a list by which events are sorted."""

    slug: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Track:
    framework: str
    slug: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Format:
    """A type of event with what it usually looks like."""

    slug: str
    name: str
    name_en: str
    plural: str
    plural_en: str
    duration: timedelta
    mode: str = "onsite"
    booking: str = "here"
    capacity: int | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    slug: str
    name: str
    cbs_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Hall:
    """A venue. An unknown street stays empty."""

    name: str
    municipality: str
    street: str = ""
    postcode: str = ""


@dataclass(frozen=True, kw_only=True)
class Partner:
    slug: str
    name: str
    name_en: str = ""
    website: str = ""
    introduction: str = ""
    introduction_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Text:
    """A page of prose. In its body a paragraph that starts with '## ' is a heading."""

    slug: str
    title: str
    title_en: str
    body: tuple[str, ...]
    body_en: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Home:
    """The site in one sentence, and what the newsletter says of itself."""

    sentence: str
    sentence_en: str
    newsletter: str
    newsletter_en: str


@dataclass(frozen=True, kw_only=True)
class FirstContent:
    home: Home
    pages: tuple[Text, ...]
    partners: tuple[Partner, ...]
    municipalities: tuple[Place, ...]
    venues: tuple[Hall, ...]
    formats: tuple[Format, ...]
    themes: tuple[Word, ...]
    audiences: tuple[Word, ...]
    series: tuple[Word, ...]
    tracks: tuple[Track, ...]
