"""In autumn half past two comes twice; who edits something else moves nothing to the other."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from wagtail.models import Revision

from events.models import Event, EventPage
from registrations.organiser_forms import SettingsForm
from tests.cms import edit, shown_form
from tests.factories.events import programme_item, published_page
from tests.factories.registrations import open_registration
from tests.site.accounts.partner_worlds import Partner

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

FIRST, SECOND = datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
PUBLISH = {"action-publish": "1"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2027-02-01T12:00Z"):
        yield


@pytest.fixture
def night(own_partner: Partner) -> EventPage:
    """A night that starts at the second half past two."""
    return published_page(
        own_partner.page,
        title="Nacht",
        starts_at=SECOND,
        ends_at=SECOND + HOUR,
        programme=[programme_item("Uilen", SECOND)],
    )


def address(page: EventPage) -> str:
    return f"/cms/pages/{page.pk}/edit/"


def moments() -> tuple[datetime, datetime]:
    event = Event.objects.get(title__startswith="Nacht")
    return event.starts_at, event.sessions.get().starts_at


def test_another_title_moves_nothing(organiser_client: Client, night: EventPage):
    edit(
        organiser_client,
        address(night),
        title="Nacht van de uil",
        **{"programme_items-0-title": "Kerkuilen"},
        **PUBLISH,
    )

    assert Event.objects.filter(title="Nacht van de uil").exists()
    assert moments() == (SECOND, SECOND)


def test_a_version_that_is_brought_back_has_its_own_moments(organiser_client: Client, night: EventPage):
    first = Revision.objects.for_instance(night).earliest("pk")
    earlier = {"starts_at": "2027-10-30 23:00", "programme_items-0-starts_at": "2027-10-30 23:00"}
    edit(organiser_client, address(night), **earlier, **PUBLISH)
    assert SECOND not in moments()

    edit(
        organiser_client, f"/cms/pages/{night.pk}/revisions/{first.pk}/revert/", revision=first.pk, **PUBLISH
    )

    assert moments() == (SECOND, SECOND)


def test_a_form_that_was_refused_still_knows_it(organiser_client: Client, night: EventPage):
    refused = edit(organiser_client, address(night), title="", **PUBLISH)

    form = shown_form(refused.text)["values"]
    organiser_client.post(address(night), form | {"title": "Nacht van de uil"} | PUBLISH)

    assert moments() == (SECOND, SECOND)


def test_the_first_stays_the_first(organiser_client: Client, own_partner: Partner):
    page = published_page(
        own_partner.page,
        title="Nacht",
        starts_at=FIRST,
        ends_at=SECOND,
        programme=[programme_item("Uilen", FIRST)],
    )

    edit(organiser_client, address(page), title="Nacht van de uil", **PUBLISH)

    assert moments() == (FIRST, FIRST)
    assert Event.objects.get(page=page).ends_at == SECOND


def test_a_time_that_somebody_types_is_the_first(organiser_client: Client, night: EventPage):
    form = {"starts_at": "2027-10-31 2:30", "programme_items-0-starts_at": "2027-10-31 2:30"}

    edit(organiser_client, address(night), **form, **PUBLISH)

    assert moments() == (FIRST, FIRST)


@pytest.mark.parametrize("opens_at", [FIRST, SECOND])
def test_registration_opens_and_closes_when_it_did(night: EventPage, opens_at: datetime):
    Event.objects.filter(page=night).update(starts_at=SECOND + 3 * HOUR, ends_at=SECOND + 4 * HOUR)
    settings = open_registration(
        Event.objects.get(page=night), opens_at=opens_at, closes_at=SECOND + timedelta(minutes=10)
    ).registration_settings
    shown = SettingsForm(instance=settings)
    form = shown_form(f"<form data-edit-form>{shown.as_p()}</form>")["values"]

    again = SettingsForm(
        {name: value[0] for name, value in form.items()} | {"capacity": "12"}, instance=settings
    )

    assert again.is_valid(), again.errors
    expected = {"opens_at": opens_at, "closes_at": settings.closes_at, "capacity": 12}
    assert again.settings_values.items() >= expected.items()
