"""Who registered hears what changed: once, and only that."""

from datetime import timedelta
from email import message_from_bytes, policy
from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from events.changes import facts_at, facts_of
from events.models import ChangeNote, Event, EventPage
from kennisstad.audit.models import AuditEntry
from kennisstad.mail.dispatch import drain, send_again
from kennisstad.mail.ledger import State
from kennisstad.mail.models import OutgoingMail
from registrations.cancel import cancel
from registrations.models import Message, Registration
from registrations.signup import take_place
from registrations.telling import tell_changes
from tests.factories.events import VenueFactory, organiser_page, part, published_page
from tests.factories.registrations import opened
from tests.site.accounts.cast import administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> EventPage:
    return a_page()


def a_page(**fields: object) -> EventPage:
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    page = published_page(**({"title": "Sterren", "title_en": "Stars", "starts_at": starts_at} | fields))
    for name, language in (("noor", "nl"), ("sam", "en")):
        take_place(opened(event_of(page)), name=name, email=f"{name}@example.org", language=language)
    return page


def event_of(page: EventPage) -> Event:
    return Event.objects.get(page=page)


def republish(page: EventPage, **fields: object) -> None:
    page.refresh_from_db()
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()


def told() -> dict[str, str]:
    """Who gets a mail now, and what it says; each is sent, so a second look finds nothing new."""
    tell_changes()
    drain()
    letters = {letter.to[0].partition("@")[0]: words(letter) for letter in mail.outbox}
    assert len(letters) == len(mail.outbox)
    mail.outbox.clear()
    return letters


def words(letter: EmailMessage) -> str:
    message = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
    return f"{message['Subject']}\n{message.get_body(('plain',)).get_content()}"


def test_a_cancelled_event_is_told_to_everybody_in_their_language_once(page: EventPage):
    republish(page, status="cancelled")

    letters = told()
    assert told() == {}
    assert {name: text.splitlines()[0] for name, text in letters.items()} == {
        "noor": "Gaat niet door: Sterren",
        "sam": "Not taking place: Stars",
    }


def test_several_changes_are_one_mail_that_says_old_and_new(page: EventPage):
    first = page.starts_at
    later = first + timedelta(hours=1)
    republish(page, starts_at=later, ends_at=later + timedelta(hours=2))
    republish(page, venue=VenueFactory(name="Naturalis"))

    letters = told()
    assert letters.keys() == {"noor", "sam"}
    text = letters["noor"]
    assert "Stadhuis" in text
    assert "Naturalis" in text
    for moment in (first, later):
        assert timezone.localtime(moment).strftime("%H.%M").lstrip("0") in text


def test_a_corrected_text_is_no_news(page: EventPage):
    republish(page, summary="Een avond over sterren en planeten.")

    assert told() == {}
    assert not Registration.objects.to_be_told().exists()


def test_what_is_changed_back_before_anybody_heard_is_no_news(page: EventPage):
    republish(page, status="cancelled")
    republish(page, status="scheduled")

    assert told() == {}
    assert not Registration.objects.to_be_told().exists()


def test_who_heard_that_it_was_off_hears_that_it_goes_ahead(page: EventPage):
    republish(page, status="cancelled")
    told()

    republish(page, status="scheduled")

    assert "gaat toch door" in told()["noor"]


def test_who_cancelled_or_came_later_hears_nothing(page: EventPage):
    cancel(event_of(page).registrations.get(name="sam"))
    OutgoingMail.objects.all().delete()
    republish(page, venue=VenueFactory(name="Naturalis"))
    take_place(event_of(page), name="Later", email="later@example.org", language="nl")

    assert told().keys() == {"noor"}


def test_who_was_shown_older_facts_is_told_whatever_the_clocks_say(page: EventPage):
    """Somebody read the page, the event was cancelled, and only then was the registration written down."""
    shown = event_of(page)
    republish(page, status="cancelled")
    Registration.objects.update(created_at=timezone.now() + timedelta(minutes=5), told_version=shown.version)

    assert tell_changes() == 2


def test_a_worker_that_was_away_for_days_loses_nothing():
    page = a_page(starts_at=timezone.now() + timedelta(days=30))
    republish(page, venue=VenueFactory(name="Naturalis"))

    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert told().keys() == {"noor", "sam"}


def test_another_date_is_told_also_when_the_page_was_away_in_between(page: EventPage):
    page.unpublish()
    assert tell_changes() == 0

    republish(page, starts_at=page.starts_at + timedelta(days=1), ends_at=page.ends_at + timedelta(days=1))

    assert tell_changes() == 2


def test_an_event_that_comes_back_as_it_was_tells_nothing(page: EventPage):
    page.unpublish()
    republish(page)

    assert told() == {}
    assert not Registration.objects.to_be_told().exists()


def test_a_cancelled_event_is_told_although_its_page_is_gone(page: EventPage):
    republish(page, status="cancelled")
    page.delete()

    assert tell_changes() == 2


def test_what_is_over_is_not_told_but_written_down(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))

    with time_machine.travel(page.ends_at + timedelta(minutes=1)):
        assert tell_changes() == 0
        assert tell_changes() == 0

    assert AuditEntry.objects.get(action="registrations.told_too_late").details == {"version": 2, "people": 2}


def test_what_passed_while_its_page_was_away_waits_no_longer(page: EventPage):
    page.unpublish()

    with time_machine.travel(page.ends_at + timedelta(minutes=1)):
        assert tell_changes() == 0

    assert not Registration.objects.to_be_told().exists()


def test_the_meetings_of_a_series_concern_who_takes_part():
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    first, second = part("Climate Walk", starts_at), part("Weerbaar Leiden", starts_at + timedelta(days=7))
    page = a_page(mode="online", sessions_in_calendar=True, programme=[first, second], starts_at=starts_at)
    items = list(page.programme_items.all())
    items[1].starts_at += timedelta(days=1)
    items[1].ends_at += timedelta(days=1)
    republish(page, programme_items=items)

    letters = told()
    assert "Weerbaar Leiden" in letters["noor"]
    assert "Climate Walk" not in letters["noor"]

    republish(page, programme_items=[page.programme_items.all()[0]])

    assert "Weerbaar Leiden" in told()["noor"]


def test_another_speaking_time_within_the_evening_is_no_news():
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    page = a_page(programme=[part("Opening", starts_at)], starts_at=starts_at)
    items = list(page.programme_items.all())
    items[0].starts_at += timedelta(minutes=10)
    republish(page, programme_items=items)

    assert tell_changes() == 0


def test_an_evening_of_many_guests_is_told_in_portions(page: EventPage):
    event = opened(event_of(page), capacity=None)
    for number in range(60):
        take_place(event, name="Gast", email=f"gast{number}@example.org", language="nl")
    republish(page, status="cancelled")

    assert len(told()) == 62


def test_a_corrected_address_is_told(page: EventPage):
    venue = page.venue
    venue.street = "Stationsplein 1"
    venue.save()

    assert "Stationsplein 1" in told()["noor"]


def test_a_change_while_a_mail_waits_joins_it(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    assert tell_changes() == 2
    republish(page, venue=VenueFactory(name="Hortus"))
    assert tell_changes() == 0

    letters = told()

    assert "Hortus" in letters["noor"]
    assert "Naturalis" not in letters["noor"]
    assert set(Registration.objects.values_list("told_version", flat=True)) == {3}
    assert told() == {}


def test_a_mail_that_waits_says_nothing_that_was_taken_back(page: EventPage):
    republish(page, status="cancelled")
    tell_changes()
    republish(page, status="scheduled")

    assert told() == {}
    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert set(Registration.objects.values_list("told_version", flat=True)) == {3}


def test_who_cancels_while_a_mail_waits_does_not_get_it(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    tell_changes()
    cancel(event_of(page).registrations.get(name="sam"))
    OutgoingMail.objects.all().delete()

    assert told().keys() == {"noor"}


def test_a_mail_waits_while_the_page_is_away(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    tell_changes()
    page.unpublish()
    assert told() == {}

    republish(page)

    assert "Naturalis" in told()["noor"]


def test_nobody_counts_as_told_before_the_mail_is_offered(page: EventPage):
    republish(page, status="cancelled")
    tell_changes()

    assert set(Registration.objects.values_list("told_version", flat=True)) == {1}
    [row, _other] = Message.objects.claim(2)
    row.message()
    Message.objects.offer([row])
    assert sorted(Registration.objects.values_list("told_version", flat=True)) == [1, 2]


def offered(page: EventPage) -> Message:
    """A mail of which the server has not said yet whether it took it."""
    tell_changes()
    row = next(row for row in Message.objects.claim(2) if row.registration.name == "noor")
    row.message()
    Message.objects.exclude(pk=row.pk).delete()
    return Message.objects.offer([row])[0]


def test_what_the_server_did_not_take_is_written_anew(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    republish(page, venue=VenueFactory(name="Hortus"))
    row.postpone("451 not now")
    Message.objects.update(not_before=timezone.now())

    assert "Hortus" in told()["noor"]


def test_what_may_have_arrived_is_sent_as_it_was(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    raw = row.raw
    row.settle(State.DOUBT)
    send_again(Message.objects.get())

    drain()

    assert [letter.message().as_bytes() for letter in mail.outbox] == [raw]
    assert bytes(Message.objects.get().raw) == b""


def test_what_may_have_arrived_and_is_no_longer_true_is_told_anew(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    row.settle(State.DOUBT)
    republish(page, venue=VenueFactory(name="Hortus"))
    send_again(Message.objects.get())

    text = told()["noor"]

    assert "Stadhuis" in text
    assert "Hortus" in text
    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn", "sent"}


def test_what_may_have_arrived_goes_into_the_mail_that_waits(page: EventPage):
    """Somebody presses Send again while a later change is about to be mailed."""
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    row.settle(State.DOUBT)
    later = page.starts_at + timedelta(hours=1)
    republish(page, starts_at=later, ends_at=later + timedelta(hours=2))
    tell_changes()
    send_again(Message.objects.get(pk=row.pk))

    text = told()["noor"]
    assert "Stadhuis" in text
    assert "Naturalis" in text
    assert told() == {}


def test_what_may_have_arrived_is_not_sent_again_to_who_cancelled(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    row.settle(State.DOUBT)
    cancel(row.registration)
    OutgoingMail.objects.all().delete()
    send_again(Message.objects.get())

    assert "noor" not in told()


def test_what_is_sent_as_it_was_is_looked_at_again_before_it_goes(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    row = offered(page)
    row.settle(State.DOUBT)
    send_again(Message.objects.get())
    republish(page, status="cancelled")

    assert {name: text.splitlines()[0] for name, text in told().items()} == {
        "noor": "Gaat niet door: Sterren",
        "sam": "Not taking place: Stars",
    }
    assert told() == {}


def test_what_the_server_refused_is_said_in_the_next_mail(page: EventPage):
    later = page.starts_at + timedelta(days=1)
    republish(page, starts_at=later, ends_at=later + timedelta(hours=2))
    offered(page).settle(State.FAILED, "552 mailbox full")
    assert "noor" not in told()

    republish(page, venue=VenueFactory(name="Hortus"))

    text = told()["noor"]
    assert "Hortus" in text
    assert timezone.localtime(later).strftime("%d").lstrip("0") in text
    assert told() == {}


def test_a_refused_mail_can_be_sent_again_by_hand(page: EventPage):
    republish(page, status="cancelled")
    offered(page).settle(State.FAILED, "552 mailbox full")

    send_again(Message.objects.get())

    assert "Gaat niet door" in told()["noor"]
    assert told() == {}


def test_a_mail_that_cannot_be_made_is_tried_once_per_change(
    page: EventPage, monkeypatch: pytest.MonkeyPatch
):
    republish(page, status="cancelled")
    with monkeypatch.context() as broken:
        broken.setattr(settings, "BASE_URL", None)
        for _minute in range(3):
            tell_changes()
            drain()
        assert [row.state for row in Message.objects.all()] == ["failed", "failed"]

    republish(page, status="scheduled", venue=VenueFactory(name="Hortus"))
    assert told().keys() == {"noor", "sam"}


def test_a_mail_that_waited_until_it_was_too_late_is_written_down(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    tell_changes()
    page.unpublish()

    with time_machine.travel(page.ends_at + timedelta(minutes=1)):
        assert told() == {}

    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert AuditEntry.objects.filter(action="registrations.told_too_late").count() == 2


def test_a_date_in_the_past_is_told_to_who_would_come(page: EventPage):
    """Somebody typed the wrong year."""
    long_ago = page.starts_at - timedelta(days=365)
    republish(page, starts_at=long_ago, ends_at=long_ago + timedelta(hours=2))

    assert told().keys() == {"noor", "sam"}


def test_what_was_withdrawn_and_then_deleted_is_cancelled_for_who_registered(page: EventPage):
    event = event_of(page)
    page.unpublish()
    page.delete()

    event.refresh_from_db()
    assert (event.status, event.version) == ("cancelled", 3)
    assert facts_at(event, 3) == facts_of(event)
    assert "Gaat niet door" in told()["noor"]


def test_a_venue_corrected_while_its_page_is_away_is_a_version_too(page: EventPage):
    page.unpublish()
    venue = page.venue
    venue.name = "Pieterskerk"
    venue.save()

    event = event_of(page)
    assert event.version == 3
    assert facts_at(event, 3) == facts_of(event)
    assert told() == {}
    republish(page)
    assert "Pieterskerk" in told()["noor"]


def test_a_link_is_no_news_to_who_comes_in_person(page: EventPage):
    republish(page, join_url="https://meet.example/sterren")

    assert event_of(page).version == 2
    assert told() == {}
    republish(page, mode="hybrid")
    assert "https://meet.example/sterren" in told()["noor"]


def test_a_part_that_was_a_meeting_and_is_dropped_is_told():
    """Although the rest no longer stands in the calendar part by part."""
    starts_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=9)
    page = a_page(
        starts_at=starts_at,
        sessions_in_calendar=True,
        programme=[part("Een", starts_at), part("Twee", starts_at + timedelta(days=7))],
    )
    page.programme_items.set(list(page.programme_items.all())[:1])

    republish(page, sessions_in_calendar=False)

    assert "Twee" in told()["noor"]


def test_a_sentence_about_what_was_taken_back_is_not_mailed(page: EventPage):
    hall = page.venue
    republish_saying(page, "We zijn verhuisd.", venue=VenueFactory(name="Hortus"))
    later = page.starts_at + timedelta(days=1)
    republish_saying(page, "Een dag later.", venue=hall, starts_at=later, ends_at=later + timedelta(hours=2))

    text = told()["noor"]

    assert "Een dag later." in text
    assert "verhuisd" not in text


def test_a_sentence_of_who_kept_quiet_goes_into_the_next_mail(page: EventPage):
    republish_saying(page, "Het dak lekt.", tells=False, venue=VenueFactory(name="Hortus"))
    assert told() == {}
    later = page.starts_at + timedelta(days=1)
    republish(page, starts_at=later, ends_at=later + timedelta(hours=2))

    assert "Het dak lekt." in told()["noor"]


def republish_saying(page: EventPage, sentence: str, *, tells: bool = True, **fields: object) -> None:
    page.refresh_from_db()
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision()
    ChangeNote.objects.create(revision=revision, words=sentence, tells=tells)
    revision.publish()
    page.refresh_from_db()


def test_the_organisers_words_are_words(page: EventPage):
    """A quote, a tag, a formula: each arrives as it was typed, in both parts of the mail."""
    sentence = "=cmd Tom's <b>zaal</b> & “meer” 🎉"
    page.venue = VenueFactory(name="Hortus")
    ChangeNote.objects.create(revision=page.save_revision(), words=sentence)
    page.get_latest_revision().publish()
    tell_changes()
    drain()

    message = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert sentence in message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert sentence in unescape(html)
    assert "<b>zaal" not in html


def test_more_guests_cost_no_more_queries_to_write_to(page: EventPage, django_assert_max_num_queries):
    event = opened(event_of(page), capacity=None)
    for number in range(40):
        take_place(event, name="Gast", email=f"gast{number}@example.org", language="nl")
    republish(page, status="cancelled")

    with django_assert_max_num_queries(12):
        assert tell_changes() == 42


def test_an_organiser_whose_page_was_away_tells_once(page: EventPage):
    """With it all its events leave the site; meanwhile one of them moves."""
    above = page.get_parent().specific
    UnpublishPageAction(above, user=administrator(), include_descendants=True).execute()
    assert told() == {}

    above.save_revision().publish()
    republish(page, venue=VenueFactory(name="Naturalis"))

    assert told().keys() == {"noor", "sam"}
    assert told() == {}


def test_an_organiser_whose_page_alone_is_away_keeps_its_events(page: EventPage):
    """Wagtail leaves what is below it public, so it stays in the calendar and takes registrations."""
    above = page.get_parent().specific
    above.unpublish()

    assert event_of(page).is_public
    assert event_of(page).version == 1
    above.save_revision().publish()
    assert (event_of(page).is_public, told()) == (True, {})


def test_an_event_that_goes_to_another_organisation_is_the_same_event(page: EventPage):
    page.move(organiser_page("lumc"), pos="last-child")
    assert told() == {}

    republish(EventPage.objects.get(pk=page.pk), venue=VenueFactory(name="Naturalis"))

    assert told().keys() == {"noor", "sam"}


@pytest.mark.parametrize("minutes", [-1, 1])
def test_workers_whose_clocks_differ_tell_once(page: EventPage, minutes: int):
    republish(page, venue=VenueFactory(name="Naturalis"))
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        tell_changes()
        republish(page, venue=VenueFactory(name="Hortus"))
        tell_changes()

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        letters = told()
    assert letters.keys() == {"noor", "sam"}
    assert "Hortus" in letters["noor"]
    assert told() == {}
