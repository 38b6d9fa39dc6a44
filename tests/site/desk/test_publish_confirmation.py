"""Before a change is public its organiser reads who hears of it, and decides."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import ChangeNote, Event, EventPage
from registrations.change_mails import expected_notifications
from tests.cms import edit
from tests.factories.accounts import UserFactory
from tests.factories.events import VenueFactory, event_of, published_page
from tests.factories.registrations import make_registration
from tests.site.accounts.partner_worlds import Partner
from tests.site.desk.publication import EVENING, LATER, PUBLISH, asked, change, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_screen_says_how_many_get_a_mail_and_what_it_tells(organiser_client: Client, evening: EventPage):
    response = change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)

    assert response.headers["Location"] == asked(evening)
    assert event_of(evening).version == 1
    page = organiser_client.get(asked(evening)).text
    assert "2 mensen krijgen een mail" in page
    assert "Stadhuis" in page
    assert "Hortus" in page
    assert told() == {}


def test_yes_mails_everybody_with_the_organisers_sentence(organiser_client: Client, evening: EventPage):
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)

    answer = organiser_client.post(
        asked(evening),
        {"tells": "yes", "words": "De zaal is te klein.", "words_en": "The hall is too small."},
    )

    assert answer.status_code == 302
    letters = told()
    assert letters.keys() == {"noor", "sam"}
    assert "De zaal is te klein." in letters["noor"]
    assert "The hall is too small." in letters["sam"]
    assert (event_of(evening).version, event_of(evening).changes.last().words) == (2, "De zaal is te klein.")
    assert not ChangeNote.objects.exists()


def test_no_mails_nobody_and_the_next_mail_says_all_that_differs(
    organiser_client: Client, evening: EventPage
):
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)
    organiser_client.post(asked(evening), {"tells": "no"})
    assert told() == {}

    change(organiser_client, evening, summary="Een avond met een betere samenvatting dan eerst.")
    assert "2 mensen krijgen een mail" in organiser_client.get(asked(evening)).text
    organiser_client.post(asked(evening), {"tells": "no"})
    assert told() == {}

    change(organiser_client, evening, **LATER)
    organiser_client.post(asked(evening), {"tells": "yes", "moves_programme": "on"})
    text = told()["noor"]
    assert "Hortus" in text
    assert "12 maart" in text


def test_who_kept_quiet_may_tell_after_all(organiser_client: Client, evening: EventPage):
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)
    organiser_client.post(asked(evening), {"tells": "no"})

    change(organiser_client, evening)
    organiser_client.post(asked(evening), {"tells": "yes", "words": "Toch even gemeld."})

    assert "Toch even gemeld." in told()["noor"]
    assert event_of(evening).version == 2


def test_that_it_is_not_going_ahead_everybody_hears(organiser_client: Client, evening: EventPage):
    change(organiser_client, evening, status="cancelled", status_reason="Ziekte.")

    assert 'name="tells"' not in organiser_client.get(asked(evening)).text
    organiser_client.post(asked(evening), {"tells": "no", "words": "Het spijt ons."})

    assert "Het spijt ons." in told()["noor"]


def test_nobody_is_promised_a_mail_when_nobody_registered(organiser_client: Client, own_partner: Partner):
    page = published_page(own_partner.page, title="Leeg", starts_at=EVENING)

    landed = edit(organiser_client, f"/cms/pages/{page.pk}/edit/", status="postponed", follow=True, **PUBLISH)

    assert "gaat nu niet door" in landed.text or "nu niet doorgaat" in landed.text
    assert "krijgt een mail" not in landed.text


def test_what_concerns_nobody_is_public_at_once(organiser_client: Client, evening: EventPage):
    response = change(organiser_client, evening, summary="Een avond met een betere samenvatting dan eerst.")

    assert response.headers["Location"] == "/cms/"
    assert event_of(evening).version == 2


def test_what_is_changed_back_before_anybody_heard_asks_nothing(organiser_client: Client, evening: EventPage):
    venue = evening.venue_id
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)
    organiser_client.post(asked(evening), {"tells": "no"})

    assert change(organiser_client, evening, venue=venue).headers["Location"] == "/cms/"
    assert told() == {}


def test_a_page_that_comes_back_at_another_time_asks_too(organiser_client: Client, evening: EventPage):
    evening.unpublish()

    change(organiser_client, evening, ends_at="2027-03-11 22:30")

    assert "2 mensen krijgen een mail" in organiser_client.get(asked(evening)).text
    organiser_client.post(asked(evening), {"tells": "yes"})
    assert len(told()) == 2


def test_a_draft_that_changed_since_is_not_published_unseen(organiser_client: Client, evening: EventPage):
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)
    first = asked(evening)
    edit(organiser_client, f"/cms/pages/{evening.pk}/edit/", title="Sterren en planeten")

    response = organiser_client.post(first, {"tells": "yes"})

    assert response.headers["Location"] == f"/cms/pages/{evening.pk}/edit/"
    assert event_of(evening).version == 1


def test_two_clicks_are_one_publication(organiser_client: Client, evening: EventPage):
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)
    for _click in range(2):
        assert organiser_client.post(asked(evening), {"tells": "yes", "words": "Let op."}).status_code == 302

    assert event_of(evening).version == 2
    assert len(told()) == 2


def test_an_answer_that_is_none_is_asked_again(organiser_client: Client, evening: EventPage):
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)

    for answer in ({}, {"tells": "perhaps"}, {"tells": "yes", "words": "x" * 301}):
        assert organiser_client.post(asked(evening), answer).status_code == 422
    assert event_of(evening).version == 1


def test_others_find_no_such_page(organiser_client: Client, client: Client, evening: EventPage):
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)
    address = asked(evening)
    foreign = Partner("lumc")
    client.force_login(foreign.user)

    assert client.get(address).status_code == 404
    assert client.post(address, {"tells": "yes"}).status_code == 404
    own = published_page(foreign.page)
    revision = EventPage.objects.get(pk=evening.pk).latest_revision_id
    assert client.get(f"/cms/evenementen/{own.pk}/publiceren/{revision}/").status_code == 404


def test_what_a_colleague_has_locked_is_not_published(organiser_client: Client, evening: EventPage):
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)
    address = asked(evening)
    EventPage.objects.filter(pk=evening.pk).update(
        locked=True, locked_by=UserFactory(), locked_at=timezone.now()
    )

    for answer in (organiser_client.get(address), organiser_client.post(address, {"tells": "yes"})):
        assert answer.headers["Location"] == "/cms/"
    assert event_of(evening).version == 1


def test_looking_at_what_would_happen_changes_nothing(evening: EventPage):
    before = list(Event.objects.values())
    evening.ends_at += timedelta(hours=1)

    assert expected_notifications(evening).people == 2

    assert list(Event.objects.values()) == before
    assert event_of(evening).changes.count() == 1


def test_the_question_costs_no_more_for_more_guests(
    organiser_client: Client, evening: EventPage, django_assert_max_num_queries
):
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)
    with django_assert_max_num_queries(1000) as few:
        organiser_client.get(asked(evening))
    for _guest in range(20):
        make_registration(evening.event)

    with django_assert_max_num_queries(len(few)):
        assert "22 mensen" in organiser_client.get(asked(evening)).text
