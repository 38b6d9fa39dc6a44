"""The lists by which events are sorted, and the places where they are held."""

from datetime import timedelta
from typing import Any

from django.db import models

from events.models import (
    Audience,
    EventType,
    Municipality,
    PolicyTrack,
    Series,
    Theme,
    Venue,
)
from kennisstad.foundation import reference
from kennisstad.foundation.created_counts import CreatedCounts
from kennisstad.foundation.records import Format, Hall, Word
from registrations.models import AdmissionDefaults


def load_vocabulary(tally: CreatedCounts) -> None:
    """Make what is missing; what somebody changed since stays changed."""
    _load_words(Theme.objects, reference.themes(), "topics", tally)
    _load_words(Audience.objects, reference.audiences(), "audiences", tally)
    _load_words(Series.objects, reference.series(), "series", tally)
    _load_tracks(tally)
    for position, format_ in enumerate(reference.formats(), start=1):
        tally.add("event types", _load_format(format_, position))
    for place in reference.municipalities():
        facts: dict[str, object] = {"name": place.name, "cbs_code": place.cbs_code}
        tally.add("municipalities", _missing(Municipality.objects, place.slug, facts))
    for hall in reference.venues():
        tally.add("venues", _load_venue(hall))


def _missing(rows: models.Manager[Any], slug: str, facts: dict[str, object]) -> bool:
    return rows.get_or_create(slug=slug, defaults=facts)[1]


def _load_words(rows: models.Manager[Any], words: tuple[Word, ...], kind: str, tally: CreatedCounts) -> None:
    for position, word in enumerate(words, start=1):
        facts = {"name": word.name, "name_en": word.name_en, "position": position}
        tally.add(kind, _missing(rows, word.slug, facts))


def _load_tracks(tally: CreatedCounts) -> None:
    for position, track in enumerate(reference.tracks(), start=1):
        facts = {
            "framework": track.framework,
            "name": track.name,
            "name_en": track.name_en,
            "position": position,
        }
        tally.add("policy tracks", _missing(PolicyTrack.objects, track.slug, facts))


def _load_format(format_: Format, position: int) -> bool:
    event_type, made = EventType.objects.get_or_create(
        slug=format_.slug,
        defaults={
            "name": format_.name,
            "name_en": format_.name_en,
            "plural": format_.plural,
            "plural_en": format_.plural_en,
            "position": position,
            "default_duration": timedelta(minutes=format_.minutes),
            "default_mode": format_.mode,
            "default_booking": format_.booking,
        },
    )
    usual = {"capacity": format_.capacity}
    AdmissionDefaults.objects.get_or_create(event_type=event_type, defaults=usual)
    return made


def _load_venue(hall: Hall) -> bool:
    return Venue.objects.get_or_create(
        name=hall.name,
        municipality=Municipality.objects.get(slug=hall.municipality),
        defaults={"street": hall.street, "postcode": hall.postcode},
    )[1]
