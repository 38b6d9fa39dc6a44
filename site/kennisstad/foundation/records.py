"""The shapes of the first content: what a region says about its lists, its partners and its pages."""

from dataclasses import dataclass

from events.models import Booking, Mode
from kennisstad.content_files import Paragraphs


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
    minutes: int
    mode: Mode = Mode.ONSITE
    booking: Booking = Booking.HERE
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
class HomeTexts:
    """How the home page and the newsletter introduce themselves."""

    introduction: str
    introduction_en: str
    newsletter: str
    newsletter_en: str


@dataclass(frozen=True, kw_only=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """A page of prose. In its body a paragraph that starts with '## ' is a heading."""

    slug: str
    title: str
    title_en: str
    body: Paragraphs
    body_en: Paragraphs
