"""The files of the demo: each is used, and names only what exists."""

from datetime import date, time
from pathlib import Path

import pytest

from kennisstad.demo import covers
from kennisstad.demo.content import newsletter, plans
from kennisstad.demo.content.records import Moments, Weekday
from kennisstad.foundation import reference

CONTENT = Path(plans.__file__).parent
LISTS = {"example_note", "newsletter", "people", "speakers"}


def all_plans():
    named = (plans.example(slug) for slug in (plans.TONIGHT, plans.NEXT, plans.DRAFT))
    return [*plans.took_place(), *plans.past(), *plans.upcoming(), *named]


def slugs(entries):
    return {entry.slug for entry in entries}


def test_every_file_is_used_and_named_by_its_slug():
    events = sorted(path.stem for path in (CONTENT / "events").rglob("*.toml"))

    assert events == sorted(plan.slug for plan in all_plans())
    assert len(set(events)) == len(events)
    assert {path.stem for path in CONTENT.glob("*.toml")} == LISTS


def test_events_name_only_what_the_region_and_the_demo_have():
    found = all_plans()
    speakers = {name for plan in found for part in plan.programme for name in part.speakers}
    drawn = {plan.cover.motif for plan in found}

    assert slugs(reference.partners()) >= {plan.organiser for plan in found}
    assert slugs(reference.formats()) >= {plan.format for plan in found}
    assert slugs(reference.series()) >= {plan.series for plan in found if plan.series}
    assert slugs(reference.municipalities()) >= {plan.municipality for plan in found if plan.municipality}
    assert {hall.name for hall in reference.venues()} >= {plan.venue for plan in found if plan.venue}
    assert slugs(reference.themes()) >= {slug for plan in found for slug in plan.themes}
    assert slugs(reference.audiences()) >= {slug for plan in found for slug in plan.audiences}
    assert slugs(reference.tracks()) >= {slug for plan in found for slug in plan.tracks}
    assert {speaker.name for speaker in plans.speakers()} == speakers
    assert drawn <= covers.TOPICS.keys() | covers.SPECIALS.keys()


def test_issues_name_only_events_that_exist():
    told = {slug for issue in newsletter.archive().issues for slug in (*issue.look_backs, *issue.events)}

    assert told <= slugs(all_plans())


def test_only_examples_say_that_they_are():
    real, examples = plans.took_place(), [plan for plan in all_plans() if plan.is_example]
    note = "Dit is een voorbeeld"

    assert len(real) + len(examples) == len(all_plans())
    assert all(note in plan.practical for plan in examples)
    assert not any(plan.is_example or note in plan.practical for plan in real)


@pytest.mark.parametrize("said", [{}, {"day": date(2026, 3, 4), "days_from_now": 3}])
def test_an_event_has_a_day_or_a_distance_from_today(said):
    with pytest.raises(ValueError, match="either “day” or “days_from_now”"):
        Moments(**said)


def test_a_weekday_is_the_first_one_after_so_many_days():
    thursday = date(2026, 3, 5)
    moments = Moments(days_from_now=1, weekday=Weekday.THURSDAY, start=time(22, 0), end=time(0, 30))

    assert moments.on(thursday) == date(2026, 3, 12)
    assert moments.ends_at(thursday).date() == date(2026, 3, 13)
