from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from time_machine import travel

from events.models import CalendarEntry, Event, EventPage, Municipality, Theme
from kennisstad import dates
from kennisstad.demo.content import plans
from kennisstad.demo.demo_content import create_demo_content
from kennisstad.mail.models import OutgoingMail
from newsletter.models import IssuePage, Subscriber
from registrations.availability import State, availability_of
from registrations.models import CheckIn, Registration, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_content")]

TODAY = date(2027, 3, 1)
BOOKKEEPING = {"wagtailsearch", "wagtailcore", "django_tasks_db"}


def counts():
    models = (model for model in apps.get_models() if model._meta.app_label not in BOOKKEEPING)
    return {model._meta.label: model._default_manager.count() for model in models}


def upcoming_examples():
    return Event.objects.public().upcoming().filter(is_example=True)


def tonight():
    return Event.objects.public().get(path__contains="avondsymposium-vanavond")


def test_making_it_twice_changes_nothing():
    before = counts()

    tally = create_demo_content()

    assert tally == {}
    assert counts() == before


def test_tonight_has_its_guests_and_its_door():
    event = tonight()

    assert timezone.localdate(event.starts_at) == timezone.localdate()
    assert (event.is_example, availability_of(event).taken, event.doors.count()) == (True, 150, 1)
    # Some come together.
    assert 100 < event.registrations.live().count() < 150
    assert CheckIn.objects.at_event(event).count() == 60
    assert event.registrations.filter(state=Registration.State.CANCELLED).count() == 1


def test_some_ask_for_a_place_in_teams():
    event = Event.objects.get(path__contains="nachtvlinders-tellen")

    asking = event.registrations.pending()
    assert 1 < asking.count() < 6
    assert Ticket.objects.filter(registration__in=asking, state="wanted").count() == 6
    assert availability_of(event).taken == 9


def test_next_evening_can_be_registered_for():
    event = Event.objects.get(path__contains="avondsymposium-volgende-editie")

    assert availability_of(event).is_open


def test_sixty_examples_are_coming_besides_the_evenings():
    evenings = {"avondsymposium"}

    assert upcoming_examples().exclude(event_type__slug__in=evenings).count() == 60


def test_examples_cover_the_region_the_topics_and_the_forms():
    events = upcoming_examples()

    assert set(events.values_list("municipality", flat=True)) >= set(
        Municipality.objects.values_list("pk", flat=True)
    )
    assert set(events.values_list("themes", flat=True)) == set(Theme.objects.values_list("pk", flat=True))
    assert set(events.values_list("mode", flat=True)) == {"onsite", "online", "hybrid"}
    assert set(events.values_list("spoken_language", flat=True)) == {"nl", "en", "nl-en"}


def test_some_examples_are_full_cancelled_or_take_more_than_a_day():
    events = list(upcoming_examples())

    states = [availability_of(event).state for event in events]

    assert (states.count(State.FULL), states.count(State.CANCELLED)) == (4, 3)
    assert sum(event.ends_at - event.starts_at > timedelta(days=1) for event in events) == 4


def test_what_took_place_is_no_example_and_has_no_invented_guests():
    events = Event.objects.filter(page__slug__in=[plan.slug for plan in plans.took_place()])

    assert events.count() == len(plans.took_place())
    assert not events.filter(is_example=True).exists()
    assert not Registration.objects.filter(event__in=events).exists()


def test_the_fourth_evening_stays_visible_as_cancelled():
    entry = CalendarEntry.objects.visible().get(event__page__slug="avondsymposium-2020")

    assert entry.is_cancelled


def test_naturalis_has_a_draft_to_finish_and_a_look_back_to_write():
    own = EventPage.objects.filter(url_path__contains="/naturalis/")
    recently = timezone.now() - timedelta(days=60)

    assert own.filter(live=False, starts_at__gt=timezone.now()).count() == 1
    past = own.live().filter(ends_at__range=(recently, timezone.now()))
    assert [page.slug for page in past if not page.look_back] == ["fossielen-uit-de-polder"]


def test_no_unknown_day_is_made_up():
    real = [plan.slug for plan in plans.took_place()]
    days = {page.slug: dates.when(page) for page in EventPage.objects.filter(slug__in=real)}

    assert days["avondsymposium-2017"] == "maart 2017"
    assert days["anderhalvemetersessies"] == "2021"
    assert [words for words in days.values() if " 1 " in words] == []


def test_only_the_four_known_sessions_are_named():
    event = Event.objects.get(page__slug="anderhalvemetersessies")

    assert set(event.sessions.values_list("title", flat=True)) == {
        "Climate Walk",
        "Weerbaar Leiden",
        "Lezingen in '22",
        "Student en Vereniging in '22",
    }


def test_the_newsletter_has_an_archive_a_draft_and_readers_who_agreed():
    assert IssuePage.objects.live().count() == 6
    assert IssuePage.objects.filter(live=False).count() == 1
    assert Subscriber.objects.confirmed().filter(consents__confirmed_at__isnull=False).count() == 440


def test_nobody_invented_gets_mail():
    guests = Registration.objects.exclude(name="Joris Afgemeld").values("email")

    assert not OutgoingMail.objects.filter(to__in=guests).exists()


def test_next_days_have_an_evening_of_their_own_and_still_sixty_examples():
    yesterdays = tonight()

    with travel(timezone.now() + timedelta(days=4), tick=True):
        create_demo_content()

        yesterdays.refresh_from_db()
        assert not yesterdays.is_public
        assert availability_of(tonight()).taken == 150
        assert upcoming_examples().exclude(event_type__slug="avondsymposium").count() == 60
