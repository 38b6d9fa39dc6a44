"""Whatever an organiser does, in any order: entries stay themselves, versions count up, and people hear what is true.

FACTS_RUNS sets more of them, and draws others each time.
"""

import os
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Revision

from events.changes import facts_at, facts_of
from events.models import CalendarEntry, ChangeNote, Event, EventPage, ProgrammeItem
from kennisstad.mail.delivery import send_due
from registrations.attendees import count_registrations_below
from registrations.change_mails import expected_notifications, queue_change_mails
from registrations.news import matters
from registrations.signup import sign_up_without_mail
from tests.factories.events import VenueFactory, organiser_page, programme_item, published_page
from tests.factories.registrations import open_registration

pytestmark = pytest.mark.django_db

MORE = os.environ.get("FACTS_RUNS", "")
RUNS = int(MORE or "5")
STATUSES = ["scheduled", "tentative", "postponed", "cancelled"]
HOURS = st.integers(-30, 30)


def save(draft: EventPage) -> None:
    """What the CMS refuses becomes no version: postponed to a day that is known."""
    with suppress(ValidationError):
        draft.save_revision()


class Facts(RuleBasedStateMachine):
    """One event with its page, its versions, its entries in the calendar and its guests."""

    @initialize(in_calendar=st.booleans())
    def publish_first(self, in_calendar: bool) -> None:
        self.start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=20)
        parts = [programme_item("Eerste", self.start), programme_item("Tweede", self.start)]
        page = published_page(
            organiser_page(), starts_at=self.start, programme=parts, sessions_in_calendar=in_calendar
        )
        self.page_id, self.event_id = page.pk, page.event.pk
        self.seen: dict[str, tuple[int, bytes]] = {}
        self.sessions: dict[str, str] = {}
        open_registration(self.event, capacity=None)
        self.guests = 0
        self.come()
        # Whether an organiser has kept quiet about something since it was last told.
        self.is_quiet = False

    @property
    def event(self) -> Event:
        return Event.objects.get(pk=self.event_id)

    def meetings(self) -> dict[str, str]:
        """When the parts are that stand in the calendar by themselves."""
        facts = facts_of(self.event)
        return {
            key: programme_item["time"]
            for key, programme_item in facts["sessions"].items()
            if facts["is_dated"]
        }

    def draft(self) -> EventPage:
        draft: EventPage = EventPage.objects.get(pk=self.page_id).get_latest_revision_as_object()
        return draft

    @rule(hours=HOURS)
    def move(self, hours: int) -> None:
        draft = self.draft()
        draft.starts_at = self.start + timedelta(hours=hours)
        draft.ends_at = draft.starts_at + timedelta(hours=2)
        save(draft)

    @rule(status=st.sampled_from(STATUSES))
    def say_whether_it_goes_ahead(self, status: str) -> None:
        draft = self.draft()
        draft.status = status
        save(draft)

    @rule(name=st.sampled_from(["Stadhuis", "Naturalis", "Hortus"]))
    def take_another_hall(self, name: str) -> None:
        draft = self.draft()
        draft.venue = VenueFactory(name=name)
        save(draft)

    @rule(title=st.sampled_from(["Sterren", "Planeten"]), in_calendar=st.booleans())
    def describe(self, title: str, in_calendar: bool) -> None:
        draft = self.draft()
        draft.title, draft.sessions_in_calendar = title, in_calendar
        save(draft)

    @rule(number=st.integers(0, 3), hours=HOURS)
    def move_a_part(self, number: int, hours: int) -> None:
        draft = self.draft()
        parts: list[ProgrammeItem] = list(draft.programme_items.all())
        if number < len(parts):
            parts[number].starts_at = self.start + timedelta(hours=hours)
            parts[number].ends_at = parts[number].starts_at + timedelta(hours=1)
        else:
            parts.append(programme_item(f"Deel {number}", self.start + timedelta(hours=hours)))
        draft.programme_items.set(parts)
        save(draft)

    @rule(number=st.integers(0, 3))
    def drop_a_part(self, number: int) -> None:
        draft = self.draft()
        parts = list(draft.programme_items.all())
        draft.programme_items.set(parts[:number] + parts[number + 1 :])
        save(draft)

    @rule(tells=st.booleans())
    def publish(self, tells: bool) -> None:
        self._publish(self.draft(), tells=tells)

    @rule(number=st.integers(0, 20), tells=st.booleans())
    def take_back(self, number: int, tells: bool) -> None:
        """An older version, as the editor saves it again."""
        versions = list(Revision.objects.for_instance(EventPage.objects.get(pk=self.page_id)).order_by("pk"))
        older: EventPage = versions[number % len(versions)].as_object()
        save(older)
        self._publish(self.draft(), tells=tells)

    def _publish(self, draft: EventPage, *, tells: bool) -> None:
        """The screen's promise is what is mailed."""
        queue_change_mails()
        send_due()
        promised = expected_notifications(draft).people
        revision = EventPage.objects.get(pk=self.page_id).get_latest_revision()
        ChangeNote.objects.update_or_create(revision=revision, defaults={"tells": tells})
        told_before, day_before = self.event.news_version, self.event.starts_at
        meetings_before = self.meetings()
        revision.publish()
        is_told = self.event.news_version > told_before
        mail.outbox.clear()
        queue_change_mails()
        send_due()
        if self.event.status == "postponed":
            assert self.event.starts_at == day_before
            assert {
                key: meetings_before.get(key, day) for key, day in self.meetings().items()
            } == self.meetings()
        is_off = self.event.is_off
        assert len(mail.outbox) == (promised if tells or is_off else 0)
        self.is_quiet = bool(promised) and not is_told

    @precondition(lambda self: self.event.is_public)
    @rule()
    def unpublish(self) -> None:
        EventPage.objects.get(pk=self.page_id).unpublish()

    @rule()
    def take_the_organisers_page_away(self) -> None:
        organiser_page().unpublish()

    @rule(name=st.sampled_from(["Nieuwe Kerk", "Oude Kerk"]), tells=st.booleans())
    def correct_the_hall(self, name: str, tells: bool) -> None:
        if (venue := self.event.venue) and venue.name != name:
            told_before = self.event.news_version
            venue.name, venue.tells = f"{name} {venue.pk}", tells
            venue.save()
            self.is_quiet = self.is_quiet or self.event.news_version == told_before

    @precondition(lambda self: self.event.is_public and not self.event.is_off)
    @rule()
    def come(self) -> None:
        self.guests += 1
        address = f"gast{self.guests}-{self.event_id}@example.org"
        sign_up_without_mail(self.event, name="Gast", email=address, language="nl")

    @rule()
    def tell(self) -> None:
        queue_change_mails()
        send_due()

    def teardown(self) -> None:
        """At the end its page goes: whoever still counts on it hears that it does not take place."""
        queue_change_mails()
        send_due()
        counting_on_it = (
            0 if self.event.status == "cancelled" else count_registrations_below(EventPage.objects.get())
        )
        mail.outbox.clear()
        EventPage.objects.get().delete()
        queue_change_mails()
        send_due()
        assert len(mail.outbox) == counting_on_it
        assert facts_at(self.event, self.event.version) == facts_of(self.event)

    @invariant()
    def versions_count_up(self) -> None:
        versions = list(self.event.changes.values_list("version", flat=True))
        assert versions == list(range(1, self.event.version + 1))
        assert facts_at(self.event, self.event.version) == facts_of(self.event)

    @invariant()
    def entries_stay_themselves(self) -> None:
        entries = {entry.uid: entry for entry in CalendarEntry.objects.filter(event=self.event_id)}
        assert self.seen.keys() <= entries.keys()
        for uid, (sequence, content) in self.seen.items():
            now = bytes(entries[uid].vevent)
            assert entries[uid].sequence >= sequence
            assert (entries[uid].sequence > sequence) is (now != content)
        self.seen = {uid: (entry.sequence, bytes(entry.vevent)) for uid, entry in entries.items()}
        for session in self.event.sessions.all():
            assert self.sessions.setdefault(str(session.key), str(session.pk)) == str(session.pk)

    @invariant()
    def the_feed_says_what_the_page_says(self) -> None:
        shown = CalendarEntry.objects.filter(event=self.event_id).visible()
        if not self.event.is_public:
            assert not shown.exists()
            return
        left = CalendarEntry.objects.filter(event=self.event_id, status="withdrawn")
        assert set(left.values_list("gone_because", flat=True)) <= {"dropped", "relisted"}
        page = EventPage.objects.get(pk=self.page_id)
        parts = list(page.programme_items.all()) if page.sessions_in_calendar else []
        expected = [
            (f"{page.title}: {programme_item.title}", programme_item.starts_at) for programme_item in parts
        ]
        expected = expected or [(page.title, page.starts_at)]
        assert sorted(shown.values_list("title", "starts_at")) == sorted(expected)

    @invariant()
    def who_was_told_knows_what_is_true(self) -> None:
        queue_change_mails()
        send_due()
        event = self.event
        if self.is_quiet or not (event.is_public or event.is_off):
            return
        for guest in event.registrations.live():
            assert not matters(facts_at(event, guest.told_version), facts_of(event))


def test_whatever_is_done_in_whatever_order():
    run_state_machine_as_test(
        Facts,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=14,
            deadline=None,
            derandomize=not MORE,
            # A failure is told as it was found: making it shorter takes minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
