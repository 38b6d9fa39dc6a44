"""A filter read aloud."""

from datetime import date

import pytest
from django.utils import translation

from events.calendar.filter_text import filter_text
from events.calendar.filters import CalendarFilter
from events.models import Audience
from tests.factories.events import (
    EventTypeFactory,
    MunicipalityFactory,
    SeriesFactory,
    ThemeFactory,
    organiser_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _words() -> None:
    EventTypeFactory(slug="lezing", plural="Lezingen", plural_en="Lectures", position=1)
    EventTypeFactory(slug="mkb", plural="MKB-avonden", plural_en="SME evenings", position=2)
    for slug in ("katwijk", "leiden"):
        MunicipalityFactory(slug=slug)
    ThemeFactory(slug="natuur", name="Natuur", name_en="Nature")
    SeriesFactory(slug="avondsymposium", name="Avondsymposium")
    Audience.objects.create(slug="ouders", name="Ouders", name_en="Parents")
    organiser_page("naturalis")


FILTERS = [
    ({}, "All events"),
    ({"free": True}, "Free events"),
    ({"type": ("lezing",)}, "Lectures"),
    ({"type": ("lezing", "mkb")}, "Lectures and SME evenings"),
    ({"type": ("lezing",), "free": True}, "Free lectures"),
    ({"type": ("mkb",), "free": True}, "Free SME evenings"),
    ({"municipality": ("leiden", "katwijk")}, "All events in Katwijk and Leiden"),
    (
        {"series": ("avondsymposium",), "theme": ("natuur",), "organiser": ("naturalis",)},
        "All events of Avondsymposium about Nature by Naturalis",
    ),
    ({"mode": ("onsite", "online")}, "All events, on site or online"),
    ({"mode": ("hybrid",)}, "All events, on site and online"),
    ({"language": ("en", "nl")}, "All events, in English and in Dutch"),
    ({"audience": ("ouders",)}, "All events, for parents"),
    (
        {"start": date(2027, 3, 1), "end": date(2027, 4, 2)},
        "All events, from 1 March 2027, until 2 April 2027",
    ),
    ({"q": "zwarte gaten"}, "All events, with “zwarte gaten”"),
]


@pytest.mark.parametrize(("asked", "expected"), FILTERS)
def test_a_filter_is_read_aloud(asked: dict[str, object], expected: str):
    with translation.override("en"):
        assert filter_text(CalendarFilter(**asked)) == expected


def test_it_is_read_in_the_language_of_the_page():
    chosen = CalendarFilter(type=("lezing",), municipality=("leiden",), free=True)

    with translation.override("nl"):
        assert filter_text(chosen) == "Gratis lezingen in Leiden"
