from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from tests.factories.events import published_page

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
IN_MARCH = {
    "starts_at": datetime(2027, 3, 1, tzinfo=AMSTERDAM),
    "ends_at": datetime(2027, 3, 31, tzinfo=AMSTERDAM),
}
KNOWN_BY_ITS_MONTH = IN_MARCH | {"precision": "month"}
KNOWN_BY_ITS_YEAR = IN_MARCH | {"precision": "year"}
ALL_OF_MARCH = IN_MARCH | {"is_all_day": True}
REFUSALS = {"": "De dag is niet bekend", "/en": "The day is not known"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-12-01T12:00Z", tick=False):
        yield


@pytest.mark.parametrize("moments", [KNOWN_BY_ITS_MONTH, KNOWN_BY_ITS_YEAR])
@pytest.mark.parametrize(("prefix", "words"), REFUSALS.items())
def test_no_day_is_made_up_for_a_calendar_file(client: Client, moments, prefix, words):
    address = prefix + published_page(**moments).url

    refusal = client.get(f"{address}event.ics")

    assert refusal.status_code == 404
    assert words in refusal.text
    assert "event.ics" not in client.get(address).text


def test_whole_days_that_are_known_have_a_file(client: Client):
    """Also when they fill a month."""
    address = published_page(**ALL_OF_MARCH).url

    file = client.get(f"{address}event.ics").text
    assert "DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270401\r\n" in file.replace("\n ", "")
    assert "STATUS:CONFIRMED" in file
    assert f'href="{address}event.ics"' in client.get(address).text


OPEN = ("/feeds/all.ics", "/feeds/all.json", "/en/feeds/all.rss", "/feeds/municipality/leiden.ics")


@pytest.mark.parametrize(
    "address",
    [
        *OPEN,
        "{page}event.ics",
        "/feeds/all.ics?from=never",
        "/feeds/all.ics?q=%ff",
        "/feeds/planet/mars.ics",
        "/feeds/x/",
    ],
)
def test_a_script_on_another_site_may_read_every_answer(client: Client, address: str):
    address = address.format(page=published_page().url)

    for answer in (client.get(address), client.head(address), client.options(address), client.post(address)):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer["Access-Control-Expose-Headers"]


def test_a_browser_that_asks_first_hears_what_it_may_send(client: Client):
    answer = client.options("/feeds/all.json", headers={"Access-Control-Request-Headers": "if-none-match"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    assert answer["Access-Control-Allow-Methods"] == answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "address", ["/feeds/all.ics", "/en/feeds/all.json", "/feeds/municipality/leiden.ics"]
)
def test_what_is_only_read_says_so(address: str, method: str):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.generic(method, address)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_who_has_it_already_may_know_that_too(client: Client):
    published_page()
    etag = client.get("/feeds/all.json")["ETag"]

    answer = client.get("/feeds/all.json", headers={"If-None-Match": etag})

    assert answer.status_code == 304
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("header", "zipped"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.5", True),
        ("deflate, x-gzip", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("gzip;q=nothing", False),
        ("br;q=1, identity", False),
        ("notgzip", False),
        (";,;=,", False),
        ("", False),
    ],
)
def test_it_is_zipped_for_who_takes_it(client: Client, header: str, zipped: bool):
    answer = client.get("/feeds/all.ics", headers={"Accept-Encoding": header})

    assert (answer.get("Content-Encoding") == "gzip") is zipped
    assert answer.content.startswith(b"\x1f\x8b" if zipped else b"BEGIN:VCALENDAR")


def test_a_single_event_opens_no_new_calendar(client: Client):
    file = client.get(f"{published_page().url}event.ics").text

    assert "BEGIN:VEVENT" in file
    assert "X-WR" not in file
    assert "\nNAME:" not in file
    assert "X-WR-CALNAME" in client.get("/feeds/all.ics").text
