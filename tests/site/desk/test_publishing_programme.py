"""An organiser who moves the day is told of a programme left behind, and decides whether it moves along."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from events.models import EventPage
from tests.factories.events import event_of, programme_item, published_page
from tests.factories.registrations import make_registration, open_registration
from tests.site.accounts.partner_worlds import Partner
from tests.site.desk.publication import AMSTERDAM, EVENING, LATER, asked, change, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_programme_left_behind_is_pointed_out_and_moves_along(
    organiser_client: Client, own_partner: Partner
):
    night = datetime(2027, 3, 27, 20, tzinfo=AMSTERDAM)
    page = published_page(own_partner.page, starts_at=night, programme=[programme_item("Opening", night)])

    change(organiser_client, page, starts_at="2027-03-28 20:00", ends_at="2027-03-28 22:00")
    shown = organiser_client.get(asked(page)).text
    assert "Het programma staat nog op een andere dag" in shown
    assert "krijgen een mail" not in shown
    organiser_client.post(asked(page), {"moves_programme": "on"})

    session = event_of(page).sessions.get()
    assert session.starts_at == datetime(2027, 3, 28, 20, tzinfo=AMSTERDAM)
    assert session.retired_at is None
    assert event_of(page).version == 2


def test_a_programme_may_stay_where_it_is(organiser_client: Client, evening: EventPage):
    change(organiser_client, evening, **LATER)

    organiser_client.post(asked(evening), {"tells": "yes"})

    assert event_of(evening).sessions.get().starts_at == EVENING


def test_a_part_on_another_day_is_no_mistake_by_itself(organiser_client: Client, own_partner: Partner):
    """People build up the evening before, and go on an excursion a week later."""
    days = [EVENING - timedelta(days=1), EVENING, EVENING + timedelta(days=7)]
    page = published_page(
        own_partner.page, starts_at=EVENING, programme=[programme_item(f"{day:%d}", day) for day in days]
    )

    response = change(organiser_client, page, summary="Een avond met een betere samenvatting dan eerst.")

    assert response.headers["Location"] != asked(page)
    assert event_of(page).version == 2


def test_the_evening_before_moves_along_and_what_was_moved_by_hand_does_not(
    organiser_client: Client, own_partner: Partner
):
    before, week = EVENING - timedelta(days=1), timedelta(days=7)
    programme = [
        programme_item("Opbouw", before),
        programme_item("Lezing", EVENING),
        programme_item("Excursie", EVENING + week),
    ]
    page = published_page(own_partner.page, starts_at=EVENING, programme=programme)
    by_hand = {
        "programme_items-2-starts_at": "2027-03-20 10:00",
        "programme_items-2-ends_at": "2027-03-20 12:00",
    }

    change(organiser_client, page, **by_hand, **LATER)
    organiser_client.post(asked(page), {"moves_programme": "on"})

    moments = dict(event_of(page).sessions.values_list("title", "starts_at"))
    assert moments["Opbouw"] == before + timedelta(days=1)
    assert moments["Lezing"] == EVENING + timedelta(days=1)
    assert moments["Excursie"] == datetime(2027, 3, 20, 10, tzinfo=AMSTERDAM)


def test_the_screen_says_what_is_different_when_the_programme_moves_along(
    organiser_client: Client, own_partner: Partner
):
    page = published_page(
        own_partner.page,
        starts_at=EVENING,
        sessions_in_calendar=True,
        programme=[programme_item("Opening", EVENING)],
    )
    make_registration(open_registration(page.event), email="noor@example.org")

    change(organiser_client, page, **LATER)

    shown = organiser_client.get(asked(page)).text
    assert "<dt>Opening</dt>" in shown
    organiser_client.post(asked(page), {"tells": "yes", "moves_programme": "on"})
    assert "Opening" in told()["noor"]


def test_leaving_the_programme_behind_asks_when_that_concerns_somebody(
    organiser_client: Client, own_partner: Partner
):
    """Back to the day that everybody knows: only the programme is elsewhere then."""
    page = published_page(
        own_partner.page,
        starts_at=EVENING,
        sessions_in_calendar=True,
        programme=[programme_item("Opening", EVENING)],
    )
    make_registration(open_registration(page.event), email="noor@example.org")
    change(organiser_client, page, **LATER)
    organiser_client.post(asked(page), {"tells": "no", "moves_programme": "on"})
    change(organiser_client, page, starts_at="2027-03-11 19:30", ends_at="2027-03-11 21:30")
    assert "krijgt een mail" not in organiser_client.get(asked(page)).text

    answer = organiser_client.post(asked(page), {})

    assert answer.status_code == 422
    assert "Eén persoon krijgt een mail" in answer.text
    assert event_of(page).version == 2
