from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event
from registrations.availability import availability_of
from registrations.models import RegistrationSettings
from tests.factories.registrations import LONG_AGO, open_registration
from tests.registrations.views.organisers import address

pytestmark = pytest.mark.django_db


def test_places_and_dates_can_be_changed(organiser: Client, event: Event):
    fields = {"capacity": "3", "opens_at": "", "closes_at": "2027-01-01T12:00"}

    response = organiser.post(address("settings", event), fields)

    assert response.status_code == 302
    admission = RegistrationSettings.objects.get(event=event)
    assert (admission.capacity, admission.closes_at.year) == (3, 2027)


def test_looking_at_the_settings_saves_nothing(organiser: Client, event: Event):
    before = RegistrationSettings.objects.values().get()

    assert organiser.get(address("settings", event)).status_code == 200
    assert RegistrationSettings.objects.values().get() == before


def fields(**changes: str) -> dict[str, str]:
    return {"capacity": "40", "opens_at": "", "closes_at": ""} | changes


def test_the_organiser_opens_registration_or_gives_a_moment(organiser: Client, event: Event):
    open_registration(event, opens_at=None)

    assert organiser.get(address("settings", event)).context["form"]["opening"].value() == "later"
    organiser.post(address("settings", event), fields(opening="now"))
    assert availability_of(again(event)).state == "open"
    assert organiser.get(address("settings", event)).context["form"]["opening"].value() == "now"

    tomorrow = timezone.localtime() + timedelta(days=1)
    organiser.post(address("settings", event), fields(opening="at", opens_at=f"{tomorrow:%Y-%m-%dT%H:%M}"))
    assert availability_of(again(event)).state == "not_yet"
    assert organiser.get(address("settings", event)).context["form"]["opening"].value() == "at"

    organiser.post(address("settings", event), fields(opening="later"))
    assert again(event).registration_settings.opens_at is None


def test_saving_again_keeps_the_moment_at_which_it_opened(organiser: Client, event: Event):
    before = again(event).registration_settings.opens_at
    organiser.post(address("settings", event), fields(opening="now", capacity="12"))

    assert (again(event).registration_settings.opens_at, again(event).registration_settings.capacity) == (
        before,
        12,
    )


def test_opening_at_a_moment_needs_that_moment(organiser: Client, event: Event):
    response = organiser.post(address("settings", event), fields(opening="at"))

    assert list(response.context["form"].errors) == ["opens_at"]


def again(event: Event) -> Event:
    return Event.objects.select_related("registration_settings").get(pk=event.pk)


WRONG_SETTINGS = [
    {"capacity": "-1"},
    {"capacity": "9" * 30},
    {"capacity": "veel"},
    {"capacity": "1\x00"},
    {"opens_at": "0001-01-01T00:00"},
    {"closes_at": "9999-12-31T23:59"},
    {"opens_at": "gisteren"},
    {"opens_at": "2027-02-01T12:00", "closes_at": "2027-01-01T12:00"},
]


def test_wrong_settings_get_words(organiser: Client, event: Event, subtests: pytest.Subtests):
    for fields in WRONG_SETTINGS:
        with subtests.test(str(fields)):
            response = organiser.post(address("settings", event), fields)
            assert response.status_code == 422
            assert "ks-errors" in response.text

    assert RegistrationSettings.objects.get().capacity == 40


def opening(organiser: Client, event: Event, opens_at: datetime, closes_at: datetime | None = None) -> Any:
    local = "%Y-%m-%dT%H:%M"
    moments = {
        "opens_at": timezone.localtime(opens_at).strftime(local),
        "closes_at": timezone.localtime(closes_at).strftime(local) if closes_at else "",
    }
    return organiser.post(address("settings", event), moments)


@pytest.mark.parametrize(("hours", "status"), [(-4, 302), (-3, 422), (1, 422)])
def test_registration_opens_before_it_closes_of_itself(
    organiser: Client, event: Event, hours: int, status: int
):
    RegistrationSettings.objects.update(closes_before=timedelta(hours=3))

    response = opening(organiser, event, event.starts_at + timedelta(hours=hours))

    assert response.status_code == status
    assert status == 302 or "opens_at" in response.context["form"].errors


def test_registration_does_not_open_after_the_start(organiser: Client, event: Event):
    opens_at = event.starts_at + timedelta(minutes=10)

    response = opening(organiser, event, opens_at, opens_at + timedelta(hours=1))

    assert list(response.context["form"].errors) == ["opens_at"]
    assert RegistrationSettings.objects.get().opens_at == LONG_AGO


def test_while_the_day_is_not_known_registration_may_open_in_that_month(organiser: Client, event: Event):
    next_month = timezone.localtime(event.starts_at).replace(day=1) + timedelta(days=40)
    page = event.page
    page.starts_at = page.ends_at = next_month
    page.precision = "month"
    page.save_revision().publish()
    event.refresh_from_db()

    assert opening(organiser, event, event.ends_at - timedelta(minutes=1)).status_code == 302
    assert opening(organiser, event, event.ends_at).status_code == 422
