"""The filter of the calendar, asked directly: it holds what a plain loop over the entries holds."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from time_machine import travel

from events.calendar.filters import CalendarFilter, FilterForm
from events.models import Audience, CalendarEntry
from tests.factories.events import (
    EVENING,
    EventTypeFactory,
    MunicipalityFactory,
    SeriesFactory,
    ThemeFactory,
    VenueFactory,
    organiser_page,
    published_event,
    published_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
CHOICES = {
    "municipality": ["leiden", "katwijk"],
    "theme": ["natuur", "zorg"],
    "type": ["lezing", "festival"],
    "organiser": ["naturalis", "lumc"],
    "audience": ["jongeren", "ouders"],
    "language": ["nl", "en"],
    "mode": ["onsite", "online", "hybrid"],
    "series": ["avondsymposium", "zomer"],
}
DAYS = st.dates(date(2027, 2, 25), date(2027, 3, 20))
WORDS = st.lists(st.sampled_from(["sterren", "STERREN", "leiden", "“sterren", "lumc", "niets"]), max_size=2)
ONE_FILTER = st.fixed_dictionaries(
    {},
    optional={
        **{key: st.lists(st.sampled_from(slugs), max_size=3) for key, slugs in CHOICES.items()},
        "free": st.just(["1"]),
        "from": DAYS.map(lambda day: [day.isoformat()]),
        "to": DAYS.map(lambda day: [day.isoformat()]),
        "q": WORDS.map(lambda words: [" ".join(words)]),
    },
)


@pytest.fixture(autouse=True)
def clock():
    with travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world() -> None:
    """Entries that differ in everything that can be asked for."""
    audiences = [Audience.objects.create(slug=slug, name=slug.title()) for slug in CHOICES["audience"]]
    themes = [ThemeFactory(slug=slug) for slug in CHOICES["theme"]]
    kinds = [EventTypeFactory(slug=slug) for slug in CHOICES["type"]]
    venues = [
        VenueFactory(name=f"Zaal {slug}", municipality=MunicipalityFactory(slug=slug))
        for slug in CHOICES["municipality"]
    ]
    all_series = [SeriesFactory(slug=slug) for slug in CHOICES["series"]]
    organisers = [organiser_page(slug) for slug in CHOICES["organiser"]]
    for number in range(12):
        mode = CHOICES["mode"][number % 3]
        page = published_page(
            organisers[number % 2],
            title=["Sterren", "Planeten", "Kunst"][number // 4],
            starts_at=NOW + timedelta(days=2 * number - 4, hours=7),
            event_type=kinds[number // 2 % 2],
            themes=[themes[:1], themes[1:], themes, []][number % 4],
            mode=mode,
            venue=None if mode == "online" else venues[number // 3 % 2],
            series=[None, *all_series][number % 3],
            spoken_language=["nl", "en", "nl-en"][number // 4],
            price_from=[None, 0, 1000][number % 3],
        )
        page.audiences = [audiences[:1], audiences[1:], []][number % 3]
        page.status = ["scheduled", "scheduled", "cancelled"][number % 3]
        page.save_revision().publish()
    CalendarEntry.objects.order_by("pk").last().event.page.unpublish()


def plainly(asked: dict[str, list[str]]) -> list[str]:
    """What the filter means, without a database."""
    entries = sorted(CalendarEntry.objects.all(), key=lambda entry: (entry.starts_at, entry.uid))
    return [entry.uid for entry in entries if entry.status != "withdrawn" and fits(entry, asked)]


def fits(entry: CalendarEntry, asked: dict[str, list[str]]) -> bool:
    languages = {"nl-en": {"nl", "en"}}.get(entry.spoken_language, {entry.spoken_language})
    has = {
        "municipality": {entry.municipality.slug} if entry.municipality else set(),
        "theme": {theme.slug for theme in entry.themes.all()},
        "type": {entry.event_type.slug},
        "organiser": {entry.organisation.slug},
        "audience": {audience.slug for audience in entry.audiences.all()},
        "language": languages,
        "mode": {entry.mode},
        "series": {entry.series.slug} if entry.series else set(),
    }
    texts = (
        entry.title,
        entry.title_en,
        entry.summary,
        entry.summary_en,
        entry.place,
        entry.organisation.name,
    )
    first, last = entry.starts_at.astimezone(AMSTERDAM), entry.ends_at.astimezone(AMSTERDAM)
    words = " ".join(asked.get("q", [])).replace("“", " ").lower().split()
    return (
        all(has[key] & set(asked[key]) for key in CHOICES if asked.get(key))
        and (not asked.get("free") or entry.price_from == 0)
        and (last.date().isoformat() >= asked["from"][0] if asked.get("from") else entry.ends_at > NOW)
        and (not asked.get("to") or first.date().isoformat() <= asked["to"][0])
        and all(any(word in text.lower() for text in texts) for word in words)
    )


@pytest.mark.usefixtures("world")
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(asked=ONE_FILTER)
@example(asked={})
@example(asked={"theme": ["natuur", "zorg"], "audience": ["jongeren", "ouders"]})
@example(asked={"language": ["en"]})
def test_any_filter_holds_what_a_plain_loop_holds(asked: dict[str, list[str]]):
    form = FilterForm(QueryDict(urlencode(asked, doseq=True)))
    if asked.get("from") and asked.get("to") and asked["to"] < asked["from"]:
        assert form.errors.keys() == {"end"}
        return

    assert form.is_valid(), form.errors
    assert [entry.uid for entry in form.filter.upcoming()] == plainly(asked)
    again = FilterForm(QueryDict(form.filter.query_string))
    assert again.is_valid()
    assert again.filter == form.filter


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(
    asked=st.dictionaries(
        st.sampled_from([*CHOICES, "free", "from", "to", "q", "page", "\x00"]),
        st.lists(st.text(max_size=30), max_size=3),
        max_size=4,
    )
)
def test_garbage_is_refused_in_words_or_asks_nothing_wrong(asked: dict[str, list[str]]):
    form = FilterForm(QueryDict(urlencode(asked, doseq=True, errors="replace")))

    if form.is_valid():
        assert list(form.filter.upcoming()) == list(form.filter.feed()) == []
    else:
        assert form.problem


@pytest.mark.parametrize(
    ("chosen", "query"),
    [
        (CalendarFilter(), ""),
        (CalendarFilter(theme=("zorg", "natuur"), free=True), "theme=natuur&theme=zorg&free=1"),
        (CalendarFilter(q="a b&c", start=date(2027, 3, 1)), "from=2027-03-01&q=a+b%26c"),
        (CalendarFilter.of(municipality="leiden"), "municipality=leiden"),
    ],
)
def test_the_same_filter_has_one_address(chosen: CalendarFilter, query: str):
    assert chosen.query_string == query
    assert chosen.is_active is bool(query)


@pytest.mark.parametrize(("days", "held"), [(31, 1), (32, 0)])
def test_a_feed_looks_a_month_back(days: int, held: int):
    event = published_event(starts_at=NOW - timedelta(days=1), ends_at=NOW)

    assert CalendarFilter().feed((NOW + timedelta(days=days)).date()).count() == held
    assert event.calendar_entries.count() == 1


@pytest.mark.parametrize(("days", "held"), [(90, 1), (91, 0)])
def test_what_was_withdrawn_is_told_for_ninety_days(days: int, held: int):
    published_page(starts_at=EVENING + timedelta(days=300)).unpublish()

    assert CalendarFilter().feed((NOW + timedelta(days=days)).date()).count() == held
    assert not CalendarFilter().upcoming()


@pytest.mark.parametrize(("value", "asked"), [("1", True), ("", False)])
def test_free_is_asked_for_with_a_one(value: str, asked: Any):
    form = FilterForm(QueryDict(f"free={value}"))

    assert form.is_valid()
    assert form.filter.free is asked
    assert not FilterForm(QueryDict("free=true")).is_valid()
