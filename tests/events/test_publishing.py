"""Pages are for editing, rows are for facts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import CalendarEntry, Event, EventChange, EventPage, Session
from tests.factories.events import (
    EVENING,
    MunicipalityFactory,
    VenueFactory,
    draft_page,
    organiser_page,
    programme_item,
    published_event,
    published_page,
)

pytestmark = pytest.mark.django_db


def kinds(event: Event) -> list[str]:
    """What each version was about, and that every one has its line."""
    changes = list(event.changes.values_list("version", "kinds"))
    event.refresh_from_db()
    assert [version for version, _kinds in changes] == list(range(1, event.version + 1))
    return ["+".join(kinds) for _version, kinds in changes]


def republish(page: EventPage, **fields: object) -> Event:
    page = EventPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return Event.objects.get(page=page)


def test_a_draft_has_a_row_that_follows_it_and_that_nobody_sees():
    page = draft_page()
    page.title = "Nog een keer"
    page.programme_items = [programme_item("Opening")]
    page.save_revision()

    event = Event.objects.get()
    assert (event.version, event.is_public, event.title) == (0, False, "Nog een keer")
    assert [session.title for session in event.sessions.current()] == ["Opening"]
    assert not Event.objects.public().exists()
    assert CalendarEntry.objects.count() == 0
    assert kinds(event) == []


def test_the_row_of_the_draft_is_that_of_the_event():
    page = draft_page(programme=[programme_item("Opening")])
    row, session = Event.objects.get(), Session.objects.get()
    page.save_revision().publish()

    assert (Event.objects.get().pk, Session.objects.get().pk) == (row.pk, session.pk)
    assert Event.objects.get().version == 1


def test_of_a_deleted_draft_nothing_is_left():
    draft_page(programme=[programme_item("Opening")]).delete()

    assert not Event.objects.exists()
    assert not Session.objects.exists()


def test_a_draft_that_is_saved_by_who_opened_it_before_it_was_public_withdraws_nothing():
    page = draft_page()
    opened_before = EventPage.objects.get(pk=page.pk)
    page.save_revision().publish()

    opened_before.save_revision()

    assert Event.objects.get().is_public


def test_a_draft_follows_its_organiser_to_another_address():
    page = draft_page()
    page.title = "Nog een keer"
    page.save_revision()
    parent = page.get_parent().specific
    parent.slug = "museum"
    parent.save()

    event = Event.objects.get()
    assert (event.path, event.title) == (f"agenda/museum/{page.slug}/", "Nog een keer")


def test_publishing_copies_the_facts_and_says_so():
    page = published_page(title="Sterren", programme=[programme_item("Opening")])

    event = Event.objects.get(page=page)
    assert (event.title, event.starts_at, event.is_public) == ("Sterren", EVENING, True)
    assert (event.organisation, str(event.municipality)) == (page.organisation, "Leiden")
    assert event.path == f"agenda/naturalis/{page.slug}/"
    assert [session.title for session in event.sessions.current()] == ["Opening"]
    assert kinds(event) == ["published"]


def test_saving_a_draft_of_a_public_event_changes_no_fact():
    page = published_page(title="Sterren")
    page.title = "Planeten"
    page.save_revision()

    event = Event.objects.get()
    assert event.title == "Sterren"
    assert kinds(event) == ["published"]


def test_publishing_again_without_a_change_says_nothing():
    page = published_page()
    event = republish(page)

    assert kinds(event) == ["published"]
    assert event.calendar_entries.get().sequence == 0


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"starts_at": EVENING + timedelta(hours=1)}, "moved"),
        ({"status": "cancelled"}, "cancelled"),
        ({"title": "Planeten"}, "edited"),
    ],
)
def test_a_change_is_appended_and_raises_the_sequence(fields: dict[str, object], kind: str):
    event = republish(published_page(), **fields)

    assert kinds(event) == ["published", kind]
    assert event.calendar_entries.get().sequence == 1


def test_another_venue_is_another_place():
    event = republish(published_page(), venue=VenueFactory(name="Naturalis"))

    assert kinds(event) == ["published", "relocated"]


def test_a_cancelled_event_can_go_ahead_after_all():
    page = published_page(status="cancelled")
    event = republish(page, status="scheduled")

    assert kinds(event) == ["published", "reinstated"]


def test_unpublishing_keeps_the_facts_and_leaves_a_tombstone():
    page = published_page(programme=[programme_item()])
    page.unpublish()

    event = Event.objects.get()
    assert (event.is_public, event.page_id) == (False, page.pk)
    assert event.sessions.current().count() == 1
    assert event.calendar_entries.get().status == "withdrawn"
    assert kinds(event) == ["published", "withdrawn"]


def test_publishing_after_unpublishing_brings_the_same_event_back():
    page = published_page()
    event = Event.objects.get()
    page.unpublish()

    assert republish(page).pk == event.pk
    assert kinds(event) == ["published", "withdrawn", "published"]


def test_deleting_the_page_keeps_the_event():
    page = published_page(programme=[programme_item()])
    page.delete()

    event = Event.objects.get()
    assert (event.page, event.is_public) == (None, False)
    assert list(event.changes.values_list("reason", flat=True)) == ["publication", "deletion"]
    assert event.calendar_entries.get().status == "withdrawn"


def test_deleting_the_organisers_page_withdraws_its_events():
    page = published_page()
    page.get_parent().specific.delete()

    assert Event.objects.get().is_public is False
    assert CalendarEntry.objects.get().status == "withdrawn"


def test_an_older_draft_finds_its_sessions_again():
    page = published_page(
        programme=[programme_item("Opening"), programme_item("Debat", EVENING + timedelta(hours=1))]
    )
    first = page.latest_revision
    before = dict(Session.objects.values_list("key", "pk"))
    republish(page, programme_items=[page.programme_items.all()[0]])
    assert Session.objects.current().count() == 1

    first.publish()

    assert dict(Session.objects.current().values_list("key", "pk")) == before


def test_a_session_that_leaves_the_programme_is_retired_not_deleted():
    page = published_page(
        programme=[programme_item("Opening"), programme_item("Debat", EVENING + timedelta(hours=1))]
    )
    republish(page, programme_items=[page.programme_items.all()[0]])

    assert Session.objects.count() == 2
    assert Session.objects.current().get().title == "Opening"


def test_a_copied_page_becomes_an_event_of_its_own():
    page = published_page(programme=[programme_item("Opening")])
    event = Event.objects.get()

    copy = page.copy(to=organiser_page("lumc"), keep_live=True, update_attrs={"slug": "kopie"})

    copied = Event.objects.exclude(pk=event.pk).get()
    assert (copied.page_id, copied.organisation.slug) == (copy.pk, "lumc")
    assert copied.sessions.get().pk != event.sessions.get().pk
    assert copied.calendar_entries.get().uid != event.calendar_entries.get().uid


def test_an_event_and_its_change_are_one_transaction(monkeypatch: pytest.MonkeyPatch):
    page = draft_page()

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(EventChange, "save", fail)
    with pytest.raises(RuntimeError):
        page.save_revision().publish()

    page.refresh_from_db()
    assert (page.live, Event.objects.get().version, CalendarEntry.objects.count()) == (False, 0, 0)


def test_each_session_stands_in_the_calendar_when_asked():
    published_page(
        title="Anderhalvemetersessies",
        mode="online",
        sessions_in_calendar=True,
        programme=[
            programme_item("Climate Walk"),
            programme_item("Weerbaar Leiden", EVENING + timedelta(days=7)),
        ],
    )

    assert list(CalendarEntry.objects.values_list("title", flat=True)) == [
        "Anderhalvemetersessies: Climate Walk",
        "Anderhalvemetersessies: Weerbaar Leiden",
    ]


def test_a_renamed_venue_reaches_the_calendar():
    venue = VenueFactory(name="Stadhuis")
    published_page(venue=venue, starts_at=timezone.now() + timedelta(days=1))
    venue.name = "Stadskantoor"
    venue.save()

    entry = CalendarEntry.objects.get()
    assert (entry.place_name, entry.sequence) == ("Stadskantoor", 1)
    assert kinds(entry.event) == ["published", "relocated"]
    assert entry.event.changes.last().reason == "correction"


def test_a_correction_that_is_no_news_says_so_in_its_line():
    venue = VenueFactory(name="Stadhuis")
    event = published_event(venue=venue, starts_at=timezone.now() + timedelta(days=1))
    venue.name, venue.tells = "Stadskantoor", False
    venue.save()

    assert kinds(event) == ["published", "relocated"]
    assert not event.changes.last().tells


def test_an_event_follows_its_venue_to_another_municipality():
    venue = VenueFactory()
    event = published_event(venue=venue, starts_at=timezone.now() + timedelta(days=1))
    venue.municipality = MunicipalityFactory(slug="katwijk")
    venue.save()

    entry = CalendarEntry.objects.get()
    assert str(entry.municipality) == "Katwijk"
    assert kinds(event) == ["published", "relocated"]
    assert str(event.municipality) == "Katwijk"


def test_a_line_holds_the_facts_before_and_after():
    page = published_page(title="Sterren", programme=[programme_item("Opening")])
    event = republish(page, title="Planeten", programme_items=[])

    change = event.changes.last()
    assert (change.before["texts"][0], change.after["texts"][0]) == ("Sterren", "Planeten")
    assert [session["title"][0] for session in change.before["sessions"].values()] == ["Opening"]
    assert change.after["sessions"] == {}


def test_a_new_address_of_the_organiser_reaches_its_events():
    page = published_page()
    organiser = page.get_parent().specific
    organiser.slug = "museum"
    organiser.save_revision().publish()

    assert Event.objects.get().path == f"agenda/museum/{page.slug}/"
    assert f"/agenda/museum/{page.slug}/".encode() in unfolded(CalendarEntry.objects.get().vevent)


def test_a_moved_page_belongs_to_its_new_organiser():
    page = published_page()
    page.move(organiser_page("lumc"), pos="last-child")

    event = Event.objects.get()
    assert (event.organisation.slug, event.path) == ("lumc", f"agenda/lumc/{page.slug}/")
    assert CalendarEntry.objects.get().organisation.slug == "lumc"


def unfolded(vevent: bytes) -> bytes:
    return bytes(vevent).replace(b"\r\n ", b"")
