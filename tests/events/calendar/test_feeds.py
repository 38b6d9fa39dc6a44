"""The regional calendar as a feed that behaves."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from events.calendar.entries import update_entries
from events.models import CalendarEntry, Event
from tests.events.calendar.readers import read_with_ical, read_with_vobject, values
from tests.factories.events import (
    EVENING,
    EventTypeFactory,
    MunicipalityFactory,
    ThemeFactory,
    VenueFactory,
    draft_page,
    organiser_page,
    programme_item,
    published_event,
    published_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

BEFORE = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


def feed(client: Client, address: str = "/feeds/all.ics") -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return response.content


MOMENTS = {
    "an ordinary evening": (EVENING, EVENING + timedelta(hours=2)),
    "the night the clock goes forward": (
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    ),
    "the hour that comes twice": (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 3, tzinfo=UTC),
    ),
    "from the first half past two to the second": (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    ),
    "from the second half past two": (
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 2, 30, tzinfo=UTC),
    ),
    "over midnight": (datetime(2027, 6, 11, 21, tzinfo=UTC), datetime(2027, 6, 12, 1, tzinfo=UTC)),
    "three days": (datetime(2027, 7, 1, 7, tzinfo=UTC), datetime(2027, 7, 3, 15, tzinfo=UTC)),
    "from midnight to midnight": (
        datetime(2027, 3, 27, 23, tzinfo=UTC),
        datetime(2027, 3, 28, 22, tzinfo=UTC),
    ),
}


def test_two_independent_readers_agree_on_every_instant(client: Client):
    expected = {}
    for name, (starts_at, ends_at) in MOMENTS.items():
        event = published_event(title=name, starts_at=starts_at, ends_at=ends_at)
        expected[event.calendar_entries.get().uid] = (starts_at, ends_at)

    content = feed(client)

    assert read_with_vobject(content) == expected
    assert read_with_ical(content) == expected


def test_the_bytes_are_as_the_standard_asks(client: Client):
    published_page(title="Ünïcode 🗝️ " + "heel lang " * 20, summary="Met; leestekens, \\ en\x0b meer")

    content = feed(client)

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\x0b" not in content
    assert content.index(b"BEGIN:VTIMEZONE") < content.index(b"BEGIN:VEVENT")
    for absent in ("METHOD", "ORGANIZER", "ATTENDEE", "VALARM"):
        assert values(content, absent) == []
    assert values(content, "REFRESH-INTERVAL") == ["PT1H"]
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in content
    assert len(values(content, "UID")) == 1


def test_whole_days_have_no_hours(client: Client):
    published_page(
        starts_at=datetime(2027, 3, 28, 10, tzinfo=UTC),
        ends_at=datetime(2027, 3, 28, 9, tzinfo=UTC),
        is_all_day=True,
    )

    content = feed(client)

    assert b"DTSTART;VALUE=DATE:20270328\r\nDTEND;VALUE=DATE:20270329\r\n" in content


def test_an_example_says_so_to_every_reader(client: Client):
    published_page(title="Sterren", is_example=True, status="cancelled")

    assert b"Dit is een voorbeeld" in feed(client)
    assert "Gaat niet door: Voorbeeld: Sterren" in feed(client, "/feeds/all.rss").decode()
    item = json.loads(feed(client, "/en/feeds/all.json"))["items"][0]
    assert (item["title"], item["_event"]["is_example"]) == ("Not going ahead: Example: Sterren", True)


def test_an_empty_feed_is_a_calendar_too(client: Client):
    content = feed(client)

    assert read_with_ical(content) == {}
    assert content.count(b"BEGIN:VTIMEZONE") == 1


@pytest.mark.parametrize("kind", ["ics", "rss", "json"])
def test_the_same_data_gives_the_same_bytes_on_another_day(client: Client, clock, kind: str):
    published_page()
    published_page(title="Tweede")
    first = feed(client, f"/feeds/all.{kind}")

    clock.shift(timedelta(days=3))

    assert feed(client, f"/feeds/all.{kind}") == first


def test_a_subscriber_who_has_it_gets_304(client: Client):
    published_page()
    response = client.get("/feeds/all.ics")

    again = client.get("/feeds/all.ics", headers={"If-None-Match": response["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    for header in ("ETag", "Cache-Control", "Vary"):
        assert again[header] == response[header]


def test_a_date_alone_does_not_tell_that_nothing_has_changed(client: Client):
    """What leaves the feed makes nothing in it newer."""
    published_page()
    response = client.get("/feeds/all.ics")

    by_date = client.get("/feeds/all.ics", headers={"If-Modified-Since": response["Last-Modified"]})

    assert (by_date.status_code, by_date.content) == (200, response.content)


def test_a_feed_that_shrinks_is_a_new_feed(client: Client):
    published_page()
    page = published_page(title="Tweede")
    etag = client.get("/feeds/all.ics")["ETag"]
    page.unpublish()
    CalendarEntry.objects.filter(status="withdrawn").update(changed_at=BEFORE - timedelta(days=200))

    response = client.get("/feeds/all.ics", headers={"If-None-Match": etag})

    assert response.status_code == 200
    assert len(values(response.content, "UID")) == 1


def test_answers_are_public_without_cookie_and_without_asking_what_the_reader_accepts(client: Client):
    published_page()
    response = client.get("/feeds/all.ics", headers={"Accept": "text/calendar,text/plain;q=0.8"})

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Content-Disposition" not in response
    assert response["Vary"] == "Accept-Encoding"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_gzip_for_those_who_ask_has_its_own_etag(client: Client):
    published_page()
    plain = client.get("/feeds/all.ics")
    zipped = client.get("/feeds/all.ics", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["ETag"] != plain["ETag"]
    assert client.get("/feeds/all.ics", headers={"Accept-Encoding": "gzip"}).content == zipped.content


def test_a_cancelled_event_stays_as_cancelled(client: Client):
    page = published_page(title="Sterren")
    uid = CalendarEntry.objects.get().uid
    page.status = "cancelled"
    page.save_revision().publish()

    content = feed(client)

    assert values(content, "STATUS") == ["CANCELLED"]
    assert values(content, "SUMMARY") == ["GAAT NIET DOOR: Sterren"]
    assert values(content, "UID") == [uid]
    assert values(content, "SEQUENCE") == ["1"]
    assert values(feed(client, "/en/feeds/all.ics"), "SUMMARY") == ["NOT GOING AHEAD: Sterren"]


def test_a_change_has_its_moment_and_what_stays_the_same_keeps_it(client: Client, clock):
    page = published_page()
    published_page(title="Blijft")
    first = "20270301T120000Z"
    for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
        assert values(feed(client), name) == [first, first]

    clock.shift(timedelta(hours=1))
    page.title = "Anders"
    page.save_revision().publish()

    for name in ("DTSTAMP", "LAST-MODIFIED"):
        assert sorted(values(feed(client), name)) == [first, "20270301T130000Z"]
    assert values(feed(client), "CREATED") == [first, first]
    assert client.get("/feeds/all.ics")["Last-Modified"] == "Mon, 01 Mar 2027 13:00:00 GMT"


def test_a_second_change_within_a_second_is_newer_all_the_same(client: Client):
    page = published_page()
    for number in (1, 2):
        page.title = f"Versie {number}"
        page.save_revision().publish()

    assert values(feed(client), "LAST-MODIFIED") == ["20270301T120002Z"]
    assert values(feed(client), "SEQUENCE") == ["2"]


def test_a_withdrawn_event_leaves_a_tombstone_for_ninety_days(client: Client, clock):
    published_page(starts_at=BEFORE + timedelta(days=300)).unpublish()

    assert values(feed(client), "STATUS") == ["CANCELLED"]
    assert json.loads(feed(client, "/feeds/all.json"))["items"] == []

    clock.shift(timedelta(days=91))
    assert values(feed(client), "STATUS") == []


def test_both_languages_have_the_same_uids(client: Client):
    published_page(title="Sterren", title_en="Stars")

    dutch, english = feed(client), feed(client, "/en/feeds/all.ics")

    assert values(dutch, "UID") == values(english, "UID")
    assert (values(dutch, "SUMMARY"), values(english, "SUMMARY")) == (["Sterren"], ["Stars"])
    assert "/en/agenda/" in values(english, "URL")[-1]


def test_scoped_feeds_hold_only_their_own(client: Client):
    katwijk = VenueFactory(name="De Burcht", municipality=MunicipalityFactory(slug="katwijk"))
    published_page(title="In Leiden")
    published_page(
        organiser_page("lumc"), title="In Katwijk", venue=katwijk, themes=[ThemeFactory(slug="zorg")]
    )

    assert values(feed(client, "/feeds/municipality/katwijk.ics"), "SUMMARY") == ["In Katwijk"]
    assert values(feed(client, "/feeds/theme/zorg.ics"), "SUMMARY") == ["In Katwijk"]
    assert values(feed(client, "/feeds/organiser/lumc.ics"), "SUMMARY") == ["In Katwijk"]
    both = feed(client, "/feeds/all.ics?municipality=leiden&municipality=katwijk")
    assert sorted(values(both, "SUMMARY")) == ["In Katwijk", "In Leiden"]


def test_page_and_feeds_hold_the_same_entries(client: Client):
    lecture = EventTypeFactory(slug="lezing")
    festival = EventTypeFactory(slug="festival")
    for number in range(4):
        published_page(
            title=f"Lezing {number}", event_type=lecture, starts_at=EVENING + timedelta(days=number)
        )
    published_page(title="Feest", event_type=festival)
    wanted = set(CalendarEntry.objects.filter(event_type=lecture).values_list("uid", flat=True))

    page = client.get("/agenda/?type=lezing")
    rss = ElementTree.fromstring(feed(client, "/feeds/all.rss?type=lezing"))

    assert {entry.uid for entry in page.context["entries"]} == wanted
    assert set(values(feed(client, "/feeds/all.ics?type=lezing"), "UID")) == wanted
    assert {item["id"] for item in json.loads(feed(client, "/feeds/all.json?type=lezing"))["items"]} == wanted
    assert {guid.text for guid in rss.iter("guid")} == wanted


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/feeds/municipality/atlantis.ics", 404),
        ("/feeds/nonsense/leiden.ics", 404),
        ("/feeds/all.exe", 404),
        ("/feeds/all.ics?municipality=atlantis", 400),
        ("/feeds/all.ics?from=gisteren", 400),
        ("/feeds/all.ics?from=0001-01-01", 400),
        ("/feeds/all.rss?to=9999-12-31", 400),
        ("/en/feeds/all.json?from=1999-12-31", 400),
        ("/feeds/all.ics?from=2000-01-01&to=2100-12-31", 200),
        ("/en/feeds/all.ics?mode=%00", 400),
        ("/feeds/all.ics?q=" + "x" * 1500, 400),
        ("/feeds/all.ics?utm_source=elsewhere", 200),
    ],
)
def test_wrong_addresses_get_a_clear_answer(client: Client, address: str, status: int):
    draft_page()

    assert client.get(address).status_code == status


def test_a_feed_takes_few_queries_and_a_known_one_takes_three(client: Client, django_assert_num_queries):
    for number in range(3):
        published_page(title=f"Lezing {number}")
    feed(client, "/feeds/theme/natuur.ics")

    with django_assert_num_queries(3):
        feed(client, "/feeds/theme/natuur.ics")


def test_one_event_as_a_file(client: Client):
    page = published_page(title="Sterren", slug="sterren", programme=[programme_item()])

    response = client.get(f"/{Event.objects.get(page=page).path}event.ics")

    assert response["Content-Disposition"] == 'attachment; filename="sterren.ics"'
    assert values(response.content, "SUMMARY") == ["Sterren"]


def test_the_file_of_a_draft_does_not_exist(client: Client):
    page = draft_page(slug="geheim")

    assert client.get(f"{page.url}event.ics").status_code == 404


def test_refreshing_twice_changes_nothing():
    event = published_event()
    before = CalendarEntry.objects.values().get()

    update_entries(event)

    assert CalendarEntry.objects.values().get() == before


def test_the_hour_that_comes_twice_is_written_as_the_one_that_is_meant(client: Client):
    """At three the clock goes back to two, so half past two comes an hour later once more."""
    starts_at, ends_at = MOMENTS["from the first half past two to the second"]
    published_page(starts_at=starts_at, ends_at=ends_at)

    content = feed(client)

    assert b"DTSTART;TZID=Europe/Amsterdam:20271031T023000" in content
    assert b"DTEND:20271031T013000Z" in content
