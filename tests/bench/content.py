"""A full calendar, an event and guests, all made by the product's own rules: python -m tests.bench.content FILE ENTRIES GUESTS"""

import json
import logging
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.core.files.images import ImageFile  # noqa: E402  it all needs Django to be set up
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402

from events.models import Audience, CalendarEntry, Event, ProgrammeItem, ProgrammeSpeaker  # noqa: E402
from kennisstad.accounts.models import Organisation  # noqa: E402
from kennisstad.demo.covers import draw  # noqa: E402
from registrations.doors import door_full_url, open_door  # noqa: E402
from registrations.models import Ticket  # noqa: E402
from registrations.signup import sign_up_without_mail  # noqa: E402
from tests.factories.events import (  # noqa: E402
    EventTypeFactory,
    MunicipalityFactory,
    PersonFactory,
    SeriesFactory,
    ThemeFactory,
    VenueFactory,
    organiser_page,
    programme_item,
    published_page,
)
from tests.factories.registrations import open_registration  # noqa: E402

TOWNS = ["leiden", "leiderdorp", "oegstgeest", "voorschoten", "zoeterwoude", "katwijk", "noordwijk"]
TOPICS = ["gezondheid", "natuur", "kunst", "onderwijs", "werk", "techniek", "stad"]
KINDS = ["lezing", "symposium", "festival", "workshop", "avondsymposium"]
PARTNERS = ["gemeente-leiden", "universiteit-leiden", "lumc", "hogeschool-leiden", "naturalis"]
AUDIENCES = ["Bewoners", "Studenten", "Onderzoekers", "Ondernemers"]
SYMPOSIUM, EVENING = "Symposium over brede welvaart", "Avondsymposium"
SUMMARY = "Een avond over wat we weten, wat we niet weten, en wat we er in de regio samen aan doen."

# Of the entries one in five is ahead; the others are meetings of series that have been.
AHEAD, SESSIONS = 5, 40


def main(target: Path, entries: int, guests: int) -> None:
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        if not CalendarEntry.objects.exists():
            fill(entries, guests)
    target.write_text(json.dumps(facts()))


def fill(entries: int, guests: int) -> None:
    for name in AUDIENCES:
        Audience.objects.create(name=name, slug=name.lower())
    upcoming = entries // AHEAD
    for number in range(upcoming - 2):
        _upcoming(number, days=1 + number * 30 // upcoming)
    for number in range((entries - upcoming) // SESSIONS):
        _past_series(number)
    _symposium()
    evening = _evening()
    for number in range(guests):
        sign_up_without_mail(evening, name=f"Gast {number}", email=f"gast{number}@example.org", language="nl")
    found = CalendarEntry.objects.count()
    if found != entries:
        raise SystemExit(f"The calendar holds {found} entries instead of {entries}.")


def facts() -> dict[str, Any]:
    evening = Event.objects.get(title=EVENING)
    tickets = Ticket.objects.filter(registration__event=evening, scans=None)
    return {
        "event": Event.objects.get(title=SYMPOSIUM).path,
        "door": door_full_url(open_door(evening, "Hoofdingang")),
        "codes": list(tickets.values_list("codes__code", flat=True)),
    }


def _choices(number: int) -> dict[str, Any]:
    return {
        "organiser": organiser_page(PARTNERS[number % 5]),
        "event_type": EventTypeFactory(slug=KINDS[number % 5]),
        "themes": [ThemeFactory(slug=TOPICS[number % 7]), ThemeFactory(slug=TOPICS[(number + 3) % 7])],
        "venue": VenueFactory(
            name=f"Zaal {number % 20}", municipality=MunicipalityFactory(slug=TOWNS[number % 7])
        ),
        "summary": SUMMARY,
    }


def _evening_in(days: int) -> datetime:
    return (timezone.localtime() + timedelta(days=days)).replace(hour=19, minute=30, second=0, microsecond=0)


def _upcoming(number: int, days: int) -> None:
    page = published_page(
        title=f"Lezing {number}: de stad als lab",
        title_en=f"Lecture {number}: the city as a lab",
        starts_at=_evening_in(days),
        **_choices(number),
    )
    open_registration(page.event, capacity=80)


def _past_series(number: int) -> None:
    """One page whose every part is an entry in the calendar, like a month of lectures."""
    first = _evening_in(-29)
    published_page(
        title=f"Reeks {number}",
        sessions_in_calendar=True,
        starts_at=first,
        ends_at=first + timedelta(days=28),
        programme=[
            programme_item(f"Avond {step}", first + timedelta(hours=16 * step)) for step in range(SESSIONS)
        ],
        **_choices(number),
    )


def _symposium() -> Event:
    """A page with all that a page can have."""
    start = _evening_in(14)
    text = [("text", f"<p>{SUMMARY}</p>" * 4), ("quote", {"text": SUMMARY, "person": "Een spreker"})]
    page = published_page(
        title=SYMPOSIUM,
        title_en="Symposium on broad welfare",
        summary_en="An evening about what we know and what we do with it, in the whole region.",
        starts_at=start,
        ends_at=start + timedelta(hours=8),
        body=text,
        practical=SUMMARY,
        cover=_cover(),
        series=SeriesFactory(),
        programme=list(_programme(start)),
        **_choices(1),
    )
    return open_registration(page.event, capacity=1_000_000)


def _programme(start: datetime) -> Iterator[ProgrammeItem]:
    for number in range(8):
        item = programme_item(
            f"Onderdeel {number}", start + timedelta(hours=number), description=SUMMARY, room="Zaal 1"
        )
        item.speakers = [ProgrammeSpeaker(person=_speaker(number))]
        yield item


def _speaker(number: int) -> Any:
    return PersonFactory(name=f"Spreker {number}", organisation=Organisation.objects.order_by("pk").first())


def _cover() -> Any:
    file = ImageFile(BytesIO(draw("society")), name="cover.jpg")
    return get_image_model().objects.create(title="Cover", file=file)


def _evening() -> Event:
    """Doors are open tonight, whatever the hour."""
    page = published_page(
        title="Avondsymposium",
        starts_at=timezone.now() + timedelta(hours=1),
        series=SeriesFactory(),
        **_choices(4),
    )
    return open_registration(page.event)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
