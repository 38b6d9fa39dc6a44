"""A part of a programme is the same part for ever, whatever an editor does in the CMS."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from wagtail.models import Revision

from events.models import CalendarEntry, Event, EventPage, Person, ProgrammeItem, Session
from tests.cms import edit, shown_form
from tests.events.calendar.readers import values
from tests.factories.events import programme_item, published_page
from tests.site.accounts.partner_worlds import Partner

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVENING = datetime(2027, 3, 11, 19, 30, tzinfo=AMSTERDAM)
PUBLISH = {"action-publish": "1"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2027-02-01T12:00Z"):
        yield


@pytest.fixture
def series(own_partner: Partner) -> EventPage:
    return published_page(
        own_partner.page,
        title="Reeks",
        starts_at=EVENING,
        sessions_in_calendar=True,
        programme=[programme_item("Eerste", EVENING)],
    )


def address(page: EventPage) -> str:
    return f"/cms/pages/{page.pk}/edit/"


def another_part(form: dict[str, Any], title: str) -> dict[str, Any]:
    """What the button "Add" adds to the form."""
    number = int(form["programme_items-TOTAL_FORMS"][0])
    new = {
        "title": title,
        "starts_at": "2027-03-11 20:30",
        "ends_at": "2027-03-11 21:15",
        "id": "",
        "ORDER": number + 1,
        "DELETE": "",
        "speakers-TOTAL_FORMS": 0,
        "speakers-INITIAL_FORMS": 0,
        "speakers-MIN_NUM_FORMS": 0,
        "speakers-MAX_NUM_FORMS": 1000,
    }
    named = {f"programme_items-{number}-{name}": value for name, value in new.items()}
    return named | {"programme_items-TOTAL_FORMS": number + 1}


def add_part(organiser_client: Client, page: EventPage, title: str = "Tweede", **fields: Any) -> Session:
    form = shown_form(organiser_client.get(address(page)).text)["values"]
    edit(organiser_client, address(page), **(another_part(form, title) | PUBLISH | fields))
    return Session.objects.get(title=title)


def identities(page: EventPage) -> dict[str, tuple[Any, Any, str]]:
    """By title: the session, its key and its entry in the calendar, of what stands in the programme now."""
    event = Event.objects.get(page=page)
    assert {item.key for item in ProgrammeItem.objects.filter(page=page)} == {
        session.key for session in event.sessions.current()
    }
    return {
        session.title: (session.pk, session.key, session.calendar_entry.uid)
        for session in event.sessions.current()
    }


def test_a_part_that_was_added_to_a_live_event_stays_itself(organiser_client: Client, series: EventPage):
    add_part(organiser_client, series)
    before = identities(series)

    for title in ("Reeks twee", "Reeks drie"):
        edit(organiser_client, address(series), title=title, **PUBLISH)

    assert before.keys() == {"Eerste", "Tweede"}
    assert identities(series) == before
    assert Session.objects.count() == 2


def test_also_when_its_draft_was_saved_several_times_first(organiser_client: Client, series: EventPage):
    form = shown_form(organiser_client.get(address(series)).text)["values"]
    edit(organiser_client, address(series), **another_part(form, "Tweede"))
    edit(organiser_client, address(series), summary="Een reeks van avonden over het heelal.")
    key = EventPage.objects.get(pk=series.pk).get_latest_revision_as_object().programme_items.last().key
    edit(organiser_client, address(series), **PUBLISH)

    assert Session.objects.get(title="Tweede").key == key


def versions(page: EventPage) -> list[Revision]:
    return list(Revision.objects.for_instance(page).order_by("pk"))


def take_back(organiser_client: Client, page: EventPage, version: Revision) -> None:
    """Open an older version and publish it, as the history offers."""
    edit(
        organiser_client,
        f"/cms/pages/{page.pk}/revisions/{version.pk}/revert/",
        revision=version.pk,
        **PUBLISH,
    )


def test_the_version_that_added_it_brings_back_the_same_part(organiser_client: Client, series: EventPage):
    add_part(organiser_client, series)
    before, added = identities(series), versions(series)[-1]
    edit(organiser_client, address(series), title="Anders", **PUBLISH)

    take_back(organiser_client, series, added)

    assert Event.objects.get(page=series).title == "Reeks"
    assert identities(series) == before
    assert Session.objects.count() == 2


def test_a_part_that_was_removed_since_comes_back_as_itself(organiser_client: Client, series: EventPage):
    add_part(organiser_client, series)
    before, complete = identities(series), versions(series)[-1]
    edit(organiser_client, address(series), **{"programme_items-1-DELETE": "1"}, **PUBLISH)
    assert identities(series).keys() == {"Eerste"}

    take_back(organiser_client, series, complete)

    assert identities(series) == before


def test_the_first_version_comes_back_with_the_parts_it_had(organiser_client: Client, series: EventPage):
    """Their rows were made with the page, and are deleted by now."""
    before, first = identities(series), versions(series)[0]
    speaker = Person.objects.create(name="Ada", organisation=series.organisation)
    edit(organiser_client, address(series), **{"programme_items-0-DELETE": "1"}, **PUBLISH)
    add_part(organiser_client, series, "Los")

    take_back(organiser_client, series, first)

    assert identities(series) == before
    assert speaker.pk


def test_speakers_come_back_with_their_part(
    organiser_client: Client, own_partner: Partner, series: EventPage
):
    speaker = Person.objects.create(name="Ada", organisation=own_partner.organisation)
    form = {
        "programme_items-0-speakers-TOTAL_FORMS": 1,
        "programme_items-0-speakers-0-person": speaker.pk,
        "programme_items-0-speakers-0-id": "",
        "programme_items-0-speakers-0-ORDER": 1,
        "programme_items-0-speakers-0-DELETE": "",
    }
    edit(organiser_client, address(series), **form, **PUBLISH)
    complete = versions(series)[-1]
    edit(organiser_client, address(series), **{"programme_items-0-DELETE": "1"}, **PUBLISH)

    take_back(organiser_client, series, complete)

    [item] = EventPage.objects.get(pk=series.pk).programme_items.all()
    assert [row.person for row in item.speakers.all()] == [speaker]


def test_nothing_is_made_by_looking(organiser_client: Client, series: EventPage):
    """Compared, previewed, or shown as a draft."""
    add_part(organiser_client, series)
    before = identities(series)
    first, last = versions(series)[0], versions(series)[-1]

    for path in (f"revisions/compare/{first.pk}...{last.pk}/", f"revisions/{first.pk}/view/", "view_draft/"):
        assert organiser_client.get(f"/cms/pages/{series.pk}/{path}").status_code == 200
    preview = f"/cms/pages/{series.pk}/edit/preview/"
    organiser_client.post(preview, shown_form(organiser_client.get(address(series)).text)["values"])
    assert organiser_client.get(preview).status_code == 200

    assert identities(series) == before
    assert Session.objects.count() == 2


def test_an_older_version_with_its_moment_brings_back_the_same_parts(
    organiser_client: Client, series: EventPage
):
    from kennisstad.jobs.tasks import publish_scheduled_pages

    add_part(organiser_client, series)
    before, complete = identities(series), versions(series)[-1]
    edit(organiser_client, address(series), **{"programme_items-1-DELETE": "1"}, **PUBLISH)
    complete.approved_go_live_at = datetime(2027, 2, 1, 11, tzinfo=AMSTERDAM)
    complete.save()

    publish_scheduled_pages.call()

    assert identities(series) == before


def test_a_copy_has_parts_of_its_own(organiser_client: Client, series: EventPage):
    add_part(organiser_client, series)
    organiser_client.post(
        f"/cms/pages/{series.pk}/copy/",
        {
            "new_title": "Kopie",
            "new_slug": "kopie",
            "new_parent_page": series.get_parent().pk,
            "publish_copies": "on",
        },
    )
    copy = EventPage.objects.get(slug="kopie")
    edit(organiser_client, address(copy), **PUBLISH)

    ours, theirs = identities(series), identities(copy)
    assert ours.keys() == theirs.keys() == {"Eerste", "Tweede"}
    assert not {entry for *_ids, entry in ours.values()} & {entry for *_ids, entry in theirs.values()}


def test_subscribers_keep_one_entry_for_each_part(organiser_client: Client, series: EventPage):
    add_part(organiser_client, series)
    before, complete = identities(series), versions(series)[-1]
    edit(organiser_client, address(series), **{"programme_items-1-DELETE": "1"}, **PUBLISH)
    take_back(organiser_client, series, complete)

    uids = sorted(uid for _session, _key, uid in before.values())
    entries = CalendarEntry.objects.filter(event__page=series).order_by("uid")
    assert list(entries.values_list("uid", "status")) == [(uid, "confirmed") for uid in uids]
    assert set(uids) <= set(values(organiser_client.get("/feeds/all.ics").content, "UID"))
