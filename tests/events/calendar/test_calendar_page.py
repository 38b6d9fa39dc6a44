"""The calendar page: what is on, narrowed by what people choose, without JavaScript."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db.models import Model
from django.test import Client
from django.utils.html import strip_tags

from events.models import Audience, CalendarEntry, Municipality, SpokenLanguage, Theme
from registrations.models import RegistrationSettings
from tests.factories.events import (
    EVENING,
    EventTypeFactory,
    MunicipalityFactory,
    SeriesFactory,
    ThemeFactory,
    VenueFactory,
    agenda_page,
    organiser_page,
    published_page,
)

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEFORE = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


def titles(client: Client, query: str = "", address: str = "/agenda/") -> list[str]:
    response = client.get(f"{address}{query}")
    assert response.status_code == 200
    return [entry.title for entry in response.context["entries"]]


def test_it_lists_what_is_ahead_in_order_and_not_what_is_over(client: Client):
    published_page(title="Later", starts_at=EVENING + timedelta(days=1))
    published_page(title="Eerst")
    published_page(title="Geweest", starts_at=BEFORE - timedelta(days=3))
    published_page(title="Nu bezig", starts_at=BEFORE - timedelta(hours=1))

    assert titles(client) == ["Nu bezig", "Eerst", "Later"]


def headings(html: str) -> list[str]:
    found = re.findall(r"<(h[23])[^>]*>(.*?)</\1>", html[html.index('class="calendar__days"') :], re.DOTALL)
    return [" ".join(strip_tags(inner).split()) for _tag, inner in found]


def test_what_is_known_by_its_month_or_year_stands_under_that(client: Client):
    october = datetime(2017, 10, 1, tzinfo=AMSTERDAM)
    hour = {"starts_at": october, "ends_at": october + timedelta(hours=1)}
    published_page(**hour)
    published_page(**hour, precision="month")
    published_page(**hour, precision="year")

    html = client.get("/agenda/?from=2017-01-01").text

    year, month = "2017", "oktober 2017"
    assert headings(html)[:5] == [year, year, month, month, "zondag 1 oktober"]
    assert '<time datetime="2017-10"><span' in html
    assert "tot en met" not in html


def test_more_days_say_which_is_the_last(client: Client):
    first = datetime(2027, 3, 12, tzinfo=AMSTERDAM)
    published_page(starts_at=first, ends_at=first + timedelta(days=1), is_all_day=True)

    assert "tot en met 13 maart" in client.get("/agenda/").text


def test_a_cancelled_event_stays_and_a_withdrawn_one_goes(client: Client):
    published_page(title="Afgelast", status="cancelled")
    published_page(title="Ingetrokken").unpublish()

    response = client.get("/agenda/")

    assert [entry.title for entry in response.context["entries"]] == ["Afgelast"]
    assert "Gaat niet door" in response.text


@pytest.fixture
def varied() -> None:
    katwijk = VenueFactory(name="De Burcht", municipality=MunicipalityFactory(slug="katwijk"))
    published_page(
        organiser_page("lumc"),
        title="Zorg",
        venue=katwijk,
        themes=[ThemeFactory(slug="zorg")],
        event_type=EventTypeFactory(slug="festival"),
        spoken_language=SpokenLanguage.BOTH,
        starts_at=EVENING + timedelta(days=30),
    )
    published_page(title="Natuur")
    published_page(title="Online", mode="online", venue=None, spoken_language=SpokenLanguage.ENGLISH)


FILTERED = {
    "?municipality=katwijk": ["Zorg"],
    "?municipality=katwijk&municipality=leiden": ["Natuur", "Zorg"],
    "?theme=zorg": ["Zorg"],
    "?organiser=lumc": ["Zorg"],
    "?type=festival": ["Zorg"],
    "?mode=online": ["Online"],
    "?language=en": ["Online", "Zorg"],
    "?q=zorg": ["Zorg"],
    "?q=burcht": ["Zorg"],
    "?q=“burcht”": ["Zorg"],
    "?from=2027-04-01": ["Zorg"],
    "?to=2027-03-11": ["Natuur", "Online"],
    "?municipality=&theme=&q=&from=": ["Natuur", "Online", "Zorg"],
    "?organiser=lumc&mode=online": [],
}


@pytest.mark.usefixtures("varied")
def test_each_filter_narrows(client: Client, subtests: pytest.Subtests):
    for query, expected in FILTERED.items():
        with subtests.test(query):
            assert sorted(titles(client, query)) == expected


def test_what_ends_at_midnight_is_not_of_the_next_day(client: Client):
    midnight = datetime(2027, 4, 1, tzinfo=AMSTERDAM)
    published_page(starts_at=midnight - timedelta(hours=3), ends_at=midnight)

    assert len(titles(client, "?from=2027-03-31")) == 1
    assert titles(client, "?from=2027-04-01") == []


@pytest.mark.usefixtures("varied")
def test_the_filter_reads_as_a_sentence(client: Client):
    query = "?type=festival&municipality=katwijk&language=en"

    assert client.get(f"/agenda/{query}").context["filter_text"] == "Festivalen in Katwijk, in het Engels"
    assert client.get(f"/en/agenda/{query}").context["filter_text"] == "Lectures in Katwijk, in English"


def test_choices_are_read_aloud_as_one_or_the_other(client: Client):
    agenda_page()
    for name in ("Studenten", "MBO-docenten"):
        Audience.objects.create(slug=name.lower(), name=name)
    query = "?mode=hybrid&mode=online&audience=studenten&audience=mbo-docenten"

    sentence = client.get(f"/en/agenda/{query}").context["filter_text"]

    assert sentence == "All events, online or on site and online, for MBO-docenten and studenten"


@pytest.mark.parametrize(
    "query",
    [
        "?municipality=atlantis",
        "?theme=%00",
        "?mode=hover",
        "?from=31-12-2027x",
        "?from=0001-01-01",
        "?to=9999-12-31",
        "?from=2027-04-01&to=2027-03-01",
        "?language=xx",
        "?q=" + "x" * 101,
        "?organiser=" + "a" * 1500,
    ],
)
@pytest.mark.parametrize(("address", "language"), [("/agenda/", "nl"), ("/en/agenda/", "en")])
def test_a_wrong_filter_is_said_so_in_the_right_language(
    client: Client, address: str, language: str, query: str
):
    published_page()

    response = client.get(address + query)

    assert response.status_code == 400
    assert f'<html lang="{language}"' in response.text
    assert (
        response.context["form"].problem in response.text.replace("&#x27;", "'")
        or response.context["form"].errors
    )
    assert list(response.context["entries"]) == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?municipality=atlantis", "We don't know “atlantis”. Choose from the list."),
        ("?from=0001-01-01", "Give a year between 2000 and 2100."),
        ("?to=9999-12-31", "Give a year between 2000 and 2100."),
    ],
)
def test_a_wrong_filter_says_what_to_do(client: Client, query: str, words: str):
    agenda_page()

    assert words in unescape(client.get(f"/en/agenda/{query}").text)


def test_a_refused_search_counts_nothing_and_leads_back(client: Client):
    agenda_page()

    html = client.get("/en/agenda/?municipality=atlantis").text

    assert html.index("This search does not work") < html.index('class="calendar__filters"')
    assert '<a href="/en/agenda/">Show everything</a>' in html
    assert "0 events" not in html
    assert "filter__count" not in html


@pytest.mark.parametrize("number", ["0", "-1", "2", "abc", "9" * 30, "１"])
def test_a_page_that_does_not_exist_is_not_found(client: Client, number: str):
    published_page()

    assert client.get("/agenda/", {"page": number}).status_code == 404


def test_a_long_list_comes_in_pages(client: Client):
    for number in range(31):
        published_page(title=f"Lezing {number}", starts_at=EVENING + timedelta(days=number))

    assert len(titles(client)) == 30
    assert titles(client, "?page=2") == ["Lezing 30"]


def test_browsing_sets_no_cookie(client: Client):
    page = published_page()
    for address in ("/", "/agenda/", "/en/agenda/", page.url, "/agenda/naturalis/"):
        response = client.get(address)
        assert (address, response.status_code, dict(response.cookies)) == (address, 200, {})
        assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_list(
    client: Client, django_assert_num_queries, count: int
):
    agenda_page()
    for number in range(count):
        published_page(title=f"Lezing {number}")
    titles(client, "?page=1")

    with django_assert_num_queries(15):
        assert len(titles(client, "?page=1")) == count


def test_an_invented_event_is_marked_where_it_is_past(client: Client):
    past = published_page(starts_at=BEFORE - timedelta(days=30), is_example=True)

    html = client.get(past.organisation.organiser_page.url).text

    assert '<span class="status status--example">Voorbeeld</span>' in html


@pytest.mark.parametrize(("spoken", "said"), [("nl", ["en"]), ("en", ["nl"]), ("nl-en", ["nl", "en"])])
def test_an_event_in_another_language_than_the_page_says_so(client: Client, spoken: str, said: list[str]):
    page = published_page(title_en="Stars", spoken_language=spoken)
    words = {"nl": ("", "Voertaal"), "en": ("/en", "Spoken language")}

    assert [
        language for language, (prefix, label) in words.items() if label in client.get(prefix + page.url).text
    ] == said


def test_an_english_page_marks_what_is_only_in_dutch(client: Client):
    page = published_page(title="Sterren", summary="Een avond.", title_en="Stars")

    text = client.get(f"/en{page.url}").text

    assert '<html lang="en"' in text
    assert '<span lang="nl">Een avond.</span>' in text
    assert "Stars" in text
    assert "Part of this page is only in Dutch." in text


def test_an_english_list_marks_what_is_only_in_dutch(client: Client):
    published_page(title="Sterren", title_en="Stars")
    published_page(title="Alleen in het Nederlands")

    english, dutch = (client.get(address).text for address in ("/en/agenda/", "/agenda/"))

    assert english.count('class="fallback">text in Dutch<') == 1
    assert 'class="fallback"' not in dutch


def test_a_list_says_what_one_hears_where_that_is_not_what_one_reads(client: Client):
    published_page(title="Sterren", title_en="Stars", spoken_language="nl")
    published_page(title="Planeten", title_en="Planets", spoken_language="en")
    published_page(title="Manen", title_en="Moons", spoken_language="nl-en")

    english, dutch = (client.get(address).text for address in ("/en/agenda/", "/agenda/"))

    spoken = re.compile('<span class="event-row__spoken">([^<]+)</span>')
    assert sorted(spoken.findall(english)) == ["spoken in Dutch", "spoken in Dutch and English"]
    assert sorted(spoken.findall(dutch)) == ["Engels gesproken", "Nederlands en Engels gesproken"]


def test_beside_a_text_in_the_other_language_it_is_said_too(client: Client):
    """Who reads Dutch among English would else expect to hear Dutch."""
    published_page(title="Planeten", spoken_language="en")

    english = client.get("/en/agenda/").text

    assert 'class="fallback">text in Dutch<' in english
    assert '<span class="event-row__spoken">spoken in English</span>' in english


def test_a_dutch_evening_with_an_english_title_is_marked_in_every_english_list(client: Client):
    evening = {"title": "Sterren", "title_en": "Stars", "spoken_language": "nl", "series": SeriesFactory()}
    page = published_page(**evening)
    past = published_page(**evening, starts_at=BEFORE - timedelta(days=30))

    for address in ("/agenda/", page.organisation.organiser_page.url, "/", past.url):
        assert "spoken in Dutch" in client.get(f"/en{address}").text
        assert "Nederlands gesproken" not in client.get(address).text


@pytest.mark.parametrize(("language", "words"), [("", "Engels gesproken"), ("/en", "spoken in English")])
def test_every_feed_says_what_one_hears(client: Client, language: str, words: str):
    published_page(title="Planeten", spoken_language="en")

    assert words in client.get(f"{language}/feeds/all.rss").text
    assert words in client.get(f"{language}/feeds/all.json").json()["items"][0]["content_text"]
    assert b"Engels" in client.get("/feeds/all.ics").content


def days(client: Client) -> str:
    """What the page says beside its filters, which name every municipality."""
    return client.get("/agenda/").text.partition('class="calendar__days"')[2]


@pytest.mark.parametrize(
    ("rows", "change", "told"),
    [
        (Municipality, {"name": "Kaag en Braassem"}, "Kaag en Braassem"),
        (Theme, {"position": 7}, "topic--7"),
        (RegistrationSettings, {"opens_at": BEFORE + timedelta(days=1)}, "Aanmelden kan vanaf"),
        (CalendarEntry, {"status": "cancelled"}, "Gaat niet door"),
    ],
)
def test_a_row_that_is_remembered_says_what_changed_since(
    client: Client, rows: type[Model], change: dict[str, object], told: str
):
    published_page(title="Sterren", venue=VenueFactory(name="Hortus"), themes=[ThemeFactory()])
    assert told not in days(client)

    rows._default_manager.update(**change)

    assert told in days(client)


def test_what_is_remembered_is_so_for_one_language_and_one_page(client: Client):
    published_page(title="Sterren", starts_at=BEFORE + timedelta(days=2), price_from=0)

    dutch, english = client.get("/agenda/").text, client.get("/en/agenda/").text
    home = client.get("/").text

    assert ("Zoek en kies" in dutch, "Gratis" in dutch) == (True, True)
    assert ("Search and choose" in english, "Zoek en kies" in english, "Gratis" in english) == (
        True,
        False,
        False,
    )
    assert ("event-row__day" in home, "event-row__day" in dutch) == (True, False)


def test_a_choice_that_is_new_can_be_made_at_once(client: Client):
    published_page()
    client.get("/agenda/")

    Municipality.objects.create(name="Kaag en Braassem", slug="kaag-en-braassem")

    assert 'value="kaag-en-braassem"' in client.get("/agenda/").text
