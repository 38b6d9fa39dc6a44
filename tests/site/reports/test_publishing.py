"""Before a change is public its organiser reads who hears of it, and decides; and is told of a programme left behind."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from events.models import ChangeNote, Event, EventPage
from kennisstad.accounts.models import User
from kennisstad.jobs.tasks import publish_scheduled_pages
from kennisstad.mail.dispatch import drain
from registrations.telling import expected_of, tell_changes
from tests.cms import edit
from tests.factories.accounts import UserFactory
from tests.factories.events import VenueFactory, agenda_page, draft_page, part, published_page
from tests.factories.registrations import opened, registered
from tests.site.accounts.cast import Partner, editor

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVENING = datetime(2027, 3, 11, 19, 30, tzinfo=AMSTERDAM)
PUBLISH = {"action-publish": "1"}
LATER = {"starts_at": "2027-03-12 19:30", "ends_at": "2027-03-12 21:30"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2027-02-01T12:00Z") as traveller:
        yield traveller


@pytest.fixture
def evening(ours: Partner) -> EventPage:
    evening = published_page(
        ours.page, title="Sterren", starts_at=EVENING, programme=[part("Opening", EVENING)]
    )
    event = opened(evening.event)
    registered(event, name="Noor", email="noor@example.org")
    registered(event, name="Sam", email="sam@example.org", language="en")
    return evening


def event_of(page: EventPage) -> Event:
    return Event.objects.get(page=page)


def change(desk: Client, page: EventPage, **changes: Any) -> HttpResponse:
    return edit(desk, f"/cms/pages/{page.pk}/edit/", **(PUBLISH | changes))


def asked(page: EventPage) -> str:
    page.refresh_from_db()
    return f"/cms/evenementen/{page.pk}/publiceren/{page.latest_revision_id}/"


def told() -> dict[str, str]:
    """The mail to guests, apart from what Wagtail writes to approvers."""
    mail.outbox.clear()
    tell_changes()
    drain()
    return {letter.to[0].partition("@")[0]: letter.message().as_bytes().decode() for letter in mail.outbox}


def test_the_screen_says_how_many_get_a_mail_and_what_it_tells(desk: Client, evening: EventPage):
    response = change(desk, evening, venue=VenueFactory(name="Hortus").pk)

    assert response.headers["Location"] == asked(evening)
    assert event_of(evening).version == 1
    page = desk.get(asked(evening)).text
    assert "2 mensen krijgen een mail" in page
    assert "Stadhuis" in page
    assert "Hortus" in page
    assert told() == {}


def test_yes_mails_everybody_with_the_organisers_sentence(desk: Client, evening: EventPage):
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)

    answer = desk.post(
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


def test_no_mails_nobody_and_the_next_mail_says_all_that_differs(desk: Client, evening: EventPage):
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)
    desk.post(asked(evening), {"tells": "no"})
    assert told() == {}

    change(desk, evening, summary="Een avond met een betere samenvatting dan eerst.")
    assert "2 mensen krijgen een mail" in desk.get(asked(evening)).text
    desk.post(asked(evening), {"tells": "no"})
    assert told() == {}

    change(desk, evening, **LATER)
    desk.post(asked(evening), {"tells": "yes", "moves_programme": "on"})
    text = told()["noor"]
    assert "Hortus" in text
    assert "12 maart" in text


def test_who_kept_quiet_may_tell_after_all(desk: Client, evening: EventPage):
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)
    desk.post(asked(evening), {"tells": "no"})

    change(desk, evening)
    desk.post(asked(evening), {"tells": "yes", "words": "Toch even gemeld."})

    assert "Toch even gemeld." in told()["noor"]
    assert event_of(evening).version == 2


def test_that_it_is_not_going_ahead_everybody_hears(desk: Client, evening: EventPage):
    change(desk, evening, status="cancelled", status_reason="Ziekte.")

    assert 'name="tells"' not in desk.get(asked(evening)).text
    desk.post(asked(evening), {"tells": "no", "words": "Het spijt ons."})

    assert "Het spijt ons." in told()["noor"]


def test_nobody_is_promised_a_mail_when_nobody_registered(desk: Client, ours: Partner):
    page = published_page(ours.page, title="Leeg", starts_at=EVENING)

    landed = edit(desk, f"/cms/pages/{page.pk}/edit/", status="postponed", follow=True, **PUBLISH)

    assert "gaat nu niet door" in landed.text or "nu niet doorgaat" in landed.text
    assert "krijgt een mail" not in landed.text


def test_what_concerns_nobody_is_public_at_once(desk: Client, evening: EventPage):
    response = change(desk, evening, summary="Een avond met een betere samenvatting dan eerst.")

    assert response.headers["Location"] == "/cms/"
    assert event_of(evening).version == 2


def test_what_is_changed_back_before_anybody_heard_asks_nothing(desk: Client, evening: EventPage):
    venue = evening.venue_id
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)
    desk.post(asked(evening), {"tells": "no"})

    assert change(desk, evening, venue=venue).headers["Location"] == "/cms/"
    assert told() == {}


def test_a_page_that_comes_back_at_another_time_asks_too(desk: Client, evening: EventPage):
    evening.unpublish()

    change(desk, evening, ends_at="2027-03-11 22:30")

    assert "2 mensen krijgen een mail" in desk.get(asked(evening)).text
    desk.post(asked(evening), {"tells": "yes"})
    assert len(told()) == 2


def test_a_version_with_its_moment_obeys_what_was_chosen(desk: Client, evening: EventPage, clock):
    soon = timezone.now() + timedelta(days=1)
    change(desk, evening, venue=VenueFactory(name="Hortus").pk, go_live_at="2027-02-02 13:00")
    landed = desk.post(asked(evening), {"tells": "no"}, follow=True)
    assert "‘Sterren’ komt online op dinsdag 2 februari 2027, 13.00 uur." in landed.text
    assert event_of(evening).version == 1

    clock.move_to(soon + timedelta(minutes=1))
    publish_scheduled_pages.call()

    assert event_of(evening).version == 2
    assert told() == {}


def test_publishing_several_at_once_obeys_what_was_chosen(desk: Client, evening: EventPage):
    evening.unpublish()
    change(desk, evening, ends_at="2027-03-11 22:30")
    evening.refresh_from_db()
    ChangeNote.objects.create(revision=evening.get_latest_revision(), tells=False)

    desk.post(f"/cms/bulk/wagtailcore/page/publish/?id={evening.pk}")

    assert event_of(evening).is_public
    assert told() == {}


def test_several_at_once_are_not_public_before_it_is_chosen_who_hears(desk: Client, evening: EventPage):
    change(desk, evening, ends_at="2027-03-11 22:30")
    quiet = draft_page(evening.get_parent().specific, title="Stil")

    answer = desk.post(
        f"/cms/bulk/wagtailcore/page/publish/?id={evening.pk}&id={quiet.pk}", {"next": "/cms/"}, follow=True
    )

    assert "die een mail zouden krijgen: ‘Sterren’" in answer.text
    assert event_of(evening).version == 1
    assert not EventPage.objects.get(pk=quiet.pk).live


@pytest.fixture
def approver() -> User:
    """Looks at everything before it is public."""
    approver = editor()
    task = GroupApprovalTask.objects.create(name="Nakijken")
    task.groups.set(approver.groups.all())
    workflow = Workflow.objects.create(name="Nakijken")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=agenda_page())
    return approver


def chosen(page: EventPage) -> str:
    page.refresh_from_db()
    return f"/cms/evenementen/{page.pk}/indienen/{page.latest_revision_id}/"


def submit(desk: Client, page: EventPage, **changes: Any) -> HttpResponse:
    return edit(desk, f"/cms/pages/{page.pk}/edit/", **({"action-submit": "1"} | changes))


def approve(client: Client, approver: User, page: EventPage, **changes: Any) -> None:
    client.force_login(approver)
    action = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    edit(client, f"/cms/pages/{page.pk}/edit/", **(action | changes))


@pytest.mark.parametrize("corrected", [{}, {"summary": "Een avond onder de sterren, voor iedereen."}])
def test_what_somebody_else_approves_obeys_what_its_organiser_chose(
    client: Client, ours: Partner, evening: EventPage, approver: User, corrected: dict[str, str]
):
    client.force_login(ours.user)
    response = submit(client, evening, venue=VenueFactory(name="Hortus").pk)
    assert response.headers["Location"] == chosen(evening)
    shown = client.get(chosen(evening)).text
    assert "2 mensen krijgen een mail" in shown
    assert "Iemand anders keurt het eerst goed" in shown

    client.post(chosen(evening), {"tells": "yes", "words": "De zaal is te klein."})
    assert event_of(evening).version == 1
    assert told() == {}

    approve(client, approver, evening, **corrected)
    assert (event_of(evening).version, event_of(evening).venue.name) == (2, "Hortus")
    letters = told()
    assert letters.keys() == {"noor", "sam"}
    assert "De zaal is te klein." in letters["noor"]


def test_an_organiser_who_chose_no_is_obeyed_when_it_is_approved(
    client: Client, ours: Partner, evening: EventPage, approver: User
):
    client.force_login(ours.user)
    submit(client, evening, venue=VenueFactory(name="Hortus").pk)
    client.post(chosen(evening), {"tells": "no"})

    approve(client, approver, evening)

    assert event_of(evening).version == 2
    assert told() == {}


def test_nothing_is_chosen_for_what_nobody_is_to_approve(desk: Client, evening: EventPage):
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)

    assert desk.post(chosen(evening), {"tells": "no"}).headers["Location"] == "/cms/"
    assert not ChangeNote.objects.exists()


def test_a_draft_that_changed_since_is_not_published_unseen(desk: Client, evening: EventPage):
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)
    first = asked(evening)
    edit(desk, f"/cms/pages/{evening.pk}/edit/", title="Sterren en planeten")

    response = desk.post(first, {"tells": "yes"})

    assert response.headers["Location"] == f"/cms/pages/{evening.pk}/edit/"
    assert event_of(evening).version == 1


def test_two_clicks_are_one_publication(desk: Client, evening: EventPage):
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)
    for _click in range(2):
        assert desk.post(asked(evening), {"tells": "yes", "words": "Let op."}).status_code == 302

    assert event_of(evening).version == 2
    assert len(told()) == 2


def test_an_answer_that_is_none_is_asked_again(desk: Client, evening: EventPage):
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)

    for answer in ({}, {"tells": "perhaps"}, {"tells": "yes", "words": "x" * 301}):
        assert desk.post(asked(evening), answer).status_code == 422
    assert event_of(evening).version == 1


def test_others_find_no_such_page(desk: Client, client: Client, evening: EventPage):
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)
    address = asked(evening)
    foreign = Partner("lumc")
    client.force_login(foreign.user)

    assert client.get(address).status_code == 404
    assert client.post(address, {"tells": "yes"}).status_code == 404
    own = published_page(foreign.page)
    revision = EventPage.objects.get(pk=evening.pk).latest_revision_id
    assert client.get(f"/cms/evenementen/{own.pk}/publiceren/{revision}/").status_code == 404


def test_what_a_colleague_has_locked_is_not_published(desk: Client, evening: EventPage):
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)
    address = asked(evening)
    EventPage.objects.filter(pk=evening.pk).update(
        locked=True, locked_by=UserFactory(), locked_at=timezone.now()
    )

    for answer in (desk.get(address), desk.post(address, {"tells": "yes"})):
        assert answer.headers["Location"] == "/cms/"
    assert event_of(evening).version == 1


def test_looking_at_what_would_happen_changes_nothing(evening: EventPage):
    before = list(Event.objects.values())
    evening.ends_at += timedelta(hours=1)

    assert expected_of(evening).people == 2

    assert list(Event.objects.values()) == before
    assert event_of(evening).changes.count() == 1


def test_the_question_costs_no_more_for_more_guests(
    desk: Client, evening: EventPage, django_assert_max_num_queries
):
    change(desk, evening, venue=VenueFactory(name="Hortus").pk)
    with django_assert_max_num_queries(1000) as few:
        desk.get(asked(evening))
    for _guest in range(20):
        registered(evening.event)

    with django_assert_max_num_queries(len(few)):
        assert "22 mensen" in desk.get(asked(evening)).text


def test_a_programme_left_behind_is_pointed_out_and_moves_along(desk: Client, ours: Partner):
    night = datetime(2027, 3, 27, 20, tzinfo=AMSTERDAM)
    page = published_page(ours.page, starts_at=night, programme=[part("Opening", night)])

    change(desk, page, starts_at="2027-03-28 20:00", ends_at="2027-03-28 22:00")
    shown = desk.get(asked(page)).text
    assert "Het programma staat nog op een andere dag" in shown
    assert "krijgen een mail" not in shown
    desk.post(asked(page), {"moves_programme": "on"})

    session = event_of(page).sessions.get()
    assert session.starts_at == datetime(2027, 3, 28, 20, tzinfo=AMSTERDAM)
    assert session.retired_at is None
    assert event_of(page).version == 2


def test_a_part_on_another_day_is_no_mistake_by_itself(desk: Client, ours: Partner):
    """People build up the evening before, and go on an excursion a week later."""
    days = [EVENING - timedelta(days=1), EVENING, EVENING + timedelta(days=7)]
    page = published_page(ours.page, starts_at=EVENING, programme=[part(f"{day:%d}", day) for day in days])

    response = change(desk, page, summary="Een avond met een betere samenvatting dan eerst.")

    assert response.headers["Location"] != asked(page)
    assert event_of(page).version == 2


def test_the_evening_before_moves_along_and_what_was_moved_by_hand_does_not(desk: Client, ours: Partner):
    before, week = EVENING - timedelta(days=1), timedelta(days=7)
    programme = [part("Opbouw", before), part("Lezing", EVENING), part("Excursie", EVENING + week)]
    page = published_page(ours.page, starts_at=EVENING, programme=programme)
    by_hand = {
        "programme_items-2-starts_at": "2027-03-20 10:00",
        "programme_items-2-ends_at": "2027-03-20 12:00",
    }

    change(desk, page, **by_hand, **LATER)
    desk.post(asked(page), {"moves_programme": "on"})

    moments = dict(event_of(page).sessions.values_list("title", "starts_at"))
    assert moments["Opbouw"] == before + timedelta(days=1)
    assert moments["Lezing"] == EVENING + timedelta(days=1)
    assert moments["Excursie"] == datetime(2027, 3, 20, 10, tzinfo=AMSTERDAM)


def test_the_screen_says_what_is_different_when_the_programme_moves_along(desk: Client, ours: Partner):
    page = published_page(
        ours.page, starts_at=EVENING, sessions_in_calendar=True, programme=[part("Opening", EVENING)]
    )
    registered(opened(page.event), email="noor@example.org")

    change(desk, page, **LATER)

    shown = desk.get(asked(page)).text
    assert "<dt>Opening</dt>" in shown
    desk.post(asked(page), {"tells": "yes", "moves_programme": "on"})
    assert "Opening" in told()["noor"]


def test_leaving_the_programme_behind_asks_when_that_concerns_somebody(desk: Client, ours: Partner):
    """Back to the day that everybody knows: only the programme is elsewhere then."""
    page = published_page(
        ours.page, starts_at=EVENING, sessions_in_calendar=True, programme=[part("Opening", EVENING)]
    )
    registered(opened(page.event), email="noor@example.org")
    change(desk, page, **LATER)
    desk.post(asked(page), {"tells": "no", "moves_programme": "on"})
    change(desk, page, starts_at="2027-03-11 19:30", ends_at="2027-03-11 21:30")
    assert "krijgt een mail" not in desk.get(asked(page)).text

    answer = desk.post(asked(page), {})

    assert answer.status_code == 422
    assert "Eén persoon krijgt een mail" in answer.text
    assert event_of(page).version == 2


def test_a_programme_may_stay_where_it_is(desk: Client, evening: EventPage):
    change(desk, evening, **LATER)

    desk.post(asked(evening), {"tells": "yes"})

    assert event_of(evening).sessions.get().starts_at == EVENING
