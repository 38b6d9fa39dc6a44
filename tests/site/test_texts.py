"""Text is cleaned once, in the columns, so that no output breaks on it."""

import json
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event, EventPage, EventType, Series, Venue
from kennisstad.texts import every_text, lines, one_line
from registrations.models import RegistrationSettings
from tests.events.calendar.readers import read_with_vobject
from tests.factories.events import (
    EVENING,
    EventTypeFactory,
    MunicipalityFactory,
    SeriesFactory,
    ThemeFactory,
    VenueFactory,
    draft_page,
    programme_item,
    published_page,
)
from tests.factories.registrations import open_event
from tests.site.accounts.partner_worlds import Partner

pytestmark = pytest.mark.touches_engine

UNFIT = "a\x0bb\x00c\ufffed\u202ee\ud800f\x85g\u2028h\r\ni\tj"


@given(st.text(st.characters(codec=None)))
def test_whatever_is_left_fits_xml_and_utf_8(text: str):
    kept = one_line(text)

    ET.parse(BytesIO(b'<?xml version="1.1"?><a/>'.replace(b"1.1", b"1.0")))
    assert ET.fromstring(f"<a>{kept.replace('&', '').replace('<', '').replace(']]>', '')}</a>") is not None
    assert kept.encode().decode() == kept == one_line(kept)
    assert "\n" not in kept
    assert lines(lines(text)) == lines(text)


def test_what_people_mean_stays():
    for text in (
        "Noor Ünal-de Vries 🐝",
        "עברית \u200f(RTL)\u200f",
        "👩\u200d🔬",
        "كتاب\u200cها",
        "a\u00adb",
        "“’…–",
    ):
        assert one_line(text) == lines(text) == text
    assert one_line("op\x0bde dia\n\tplakken") == "op de dia plakken"
    assert lines("een\r\ntwee\x0bdrie") == "een\ntwee\ndrie"
    assert every_text({"a": ["\x0b", 1, None]}) == {"a": ["\n", 1, None]}


@pytest.mark.django_db
def test_every_way_in_is_cleaned():
    town = MunicipalityFactory()
    saved = Venue.objects.create(name=UNFIT, municipality=town)
    Venue.objects.bulk_create([Venue(name=f"bulk{UNFIT}", municipality=town)])
    Series.objects.filter(pk=SeriesFactory().pk).update(name=UNFIT)

    clean = one_line(UNFIT)
    assert (saved.name, Venue.objects.get(pk=saved.pk).name) == (clean, clean)
    assert Venue.objects.filter(name=f"bulk{clean}").exists()
    assert Series.objects.get().name == clean


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["ics", "rss", "json"])
def test_a_title_pasted_from_a_slide_breaks_no_feed(kind: str, client: Client):
    theme = ThemeFactory(name=UNFIT)
    venue = VenueFactory(name=f"Zaal{UNFIT}")
    published_page(
        title=UNFIT,
        title_en=UNFIT,
        summary=UNFIT,
        venue=venue,
        themes=[theme],
        programme=[programme_item(title=UNFIT, room=UNFIT)],
        sessions_in_calendar=True,
    )

    response = client.get(f"/feeds/all.{kind}")

    assert response.status_code == 200
    assert one_line(UNFIT).encode() in response.content.replace(b"\r\n ", b"")
    match kind:
        case "rss":
            ET.fromstring(response.content)
        case "json":
            json.loads(response.content)
        case "ics":
            read_with_vobject(response.content)


@pytest.mark.django_db
def test_a_draft_is_clean_as_well():
    page = draft_page()
    page.title, page.practical = UNFIT, UNFIT
    page.body = json.dumps([{"type": "quote", "value": {"text": UNFIT, "person": UNFIT}}])
    page.save_revision()

    draft = EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()

    assert (draft.title, draft.practical) == (one_line(UNFIT), lines(UNFIT))
    assert draft.body[0].value["text"] == lines(UNFIT)


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["a%0Ab", "a%0D%0Ab", "a%0bb", "a%1bb", "a%EF%BF%BEb", "a%C2%85b"])
@pytest.mark.parametrize("kind", ["ics", "rss", "json"])
def test_words_searched_for_break_no_feed(kind: str, words: str, client: Client):
    published_page()

    response = client.get(f"/feeds/all.{kind}?q={words}")

    assert response.status_code == 200
    if kind == "ics":
        assert b"X-WR-CALNAME:" in response.content
        assert all(b"\x0b" not in line for line in response.content.split(b"\r\n"))
    if kind == "rss":
        ET.fromstring(response.content)


@pytest.mark.django_db
def test_a_calendars_name_is_escaped(client: Client):
    published_page()

    content = client.get("/feeds/all.ics?q=a,b;c%5C").content.replace(b"\r\n ", b"")

    name = next(line for line in content.split(b"\r\n") if line.startswith(b"X-WR-CALNAME:"))
    assert rb"a\,b\;c\\" in name


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["met_streepje", "Hoofdletter", "KAP_1"])
def test_an_address_of_any_shape_that_the_cms_takes_has_its_feed(slug: str, client: Client):
    SeriesFactory(slug=slug)
    partner = Partner("naturalis")
    partner.organisation.slug = slug
    partner.organisation.save()

    assert client.get(f"/feeds/series/{slug}.ics").status_code == 200
    assert client.get("/agenda/naturalis/").status_code == 200


STREAMS = ("body", "body_en", "look_back", "look_back_en")
YEAR_1, YEAR_9999 = EVENING.replace(year=1), EVENING.replace(year=9999)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "moment", [YEAR_1, YEAR_9999, EVENING.replace(year=1999, month=6), EVENING.replace(year=2102)]
)
def test_no_row_holds_a_time_beyond_reason(moment: object):
    event = open_event()
    page = EventPage.objects.get()

    for model, key, columns in (
        (Event, event.pk, ("starts_at", "ends_at")),
        (EventPage, page.pk, ("starts_at", "ends_at")),
        (RegistrationSettings, event.registration_settings.pk, ("opens_at", "closes_at")),
    ):
        for column in columns:
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.filter(pk=key).update(**{column: moment})


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["31-12-9999 23:59", "01-01-0001 00:00", "9999-12-31 23:59"])
def test_the_cms_says_so_at_the_field(value: str, client: Client):
    partner = Partner("naturalis")
    client.force_login(partner.user)
    page = draft_page(partner.page)
    form = client.get(f"/cms/pages/{page.pk}/edit/").context["form"]
    data = {
        bound.html_name: bound.value() if bound.value() is not None else ""
        for bound in form
        if bound.name not in STREAMS
    }

    empty = {f"{name}-count": "0" for name in STREAMS}

    form = type(form)({**data, **empty, "ends_at": value}, instance=page, for_user=partner.user)

    assert "Geef een jaar" in str(form.errors["ends_at"])


@pytest.mark.django_db
@pytest.mark.parametrize("length", [timedelta(0), timedelta(days=-1), timedelta(days=999_999)])
def test_no_event_lasts_longer_than_a_clock_can_count(length: timedelta):
    kind = EventTypeFactory(slug="soort")
    kind.default_duration = length

    with pytest.raises(ValidationError):
        kind.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        EventType.objects.filter(pk=kind.pk).update(default_duration=length)


@pytest.mark.django_db
@pytest.mark.parametrize("before", [timedelta(days=-1), timedelta(days=999_999)])
def test_registration_closes_at_a_time_that_exists(before: timedelta):
    event = open_event()

    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationSettings.objects.filter(event=event).update(closes_before=before)
