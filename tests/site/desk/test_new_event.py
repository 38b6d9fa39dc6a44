"""A few answers make a draft with its places."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import EventPage, OrganiserPage
from events.organisers import get_or_create_organiser_page
from kennisstad.accounts import partners
from kennisstad.accounts.models import User
from registrations.availability import availability_of
from registrations.models import AdmissionDefaults, RegistrationSettings
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.events import EventTypeFactory, ThemeFactory, VenueFactory, agenda_page, organiser_page

pytestmark = pytest.mark.django_db

ADDRESS = "/cms/evenementen/nieuw/"


@pytest.fixture
def naturalis() -> OrganiserPage:
    return get_or_create_organiser_page(agenda_page(), OrganisationFactory(slug="naturalis"))


@pytest.fixture
def noor(client: Client, naturalis: OrganiserPage) -> User:
    user = UserFactory()
    partners.join(user, naturalis.organisation)
    client.force_login(user)
    return user


def answers(**changes: object) -> dict[str, object]:
    usual = {"event_type": EventTypeFactory().pk, "title": "Sterren", "starts_at": "2027-03-11T19:30"}
    return usual | changes


def asked(client: Client) -> list[str]:
    return list(client.get(ADDRESS).context["form"].fields)


def publish(page: EventPage) -> None:
    page.summary, page.venue, page.themes = "Een avond.", VenueFactory(), [ThemeFactory()]
    page.save_revision().publish()


def test_it_asks_what_nobody_can_guess(client: Client, noor: User):
    assert asked(client) == ["event_type", "title", "starts_at", "capacity", "opening", "opens_at"]


def test_without_a_word_about_registration_it_stays_closed_with_the_usual_places(client: Client, noor: User):
    kind = EventTypeFactory()
    AdmissionDefaults.objects.create(event_type=kind, capacity=80)
    client.post(ADDRESS, answers(event_type=kind.pk))

    admission = RegistrationSettings.objects.get()
    assert (admission.capacity, admission.opens_at) == (80, None)


def test_the_organiser_gives_places_and_a_moment_before_publishing(client: Client, noor: User):
    client.post(ADDRESS, answers(capacity="12", opening="at", opens_at="2027-01-05T09:00"))

    page = EventPage.objects.get()
    admission = RegistrationSettings.objects.get()
    publish(page)
    admission.refresh_from_db()
    assert (admission.event.page, admission.capacity) == (page, 12)
    assert admission.opens_at == datetime(2027, 1, 5, 8, tzinfo=UTC)
    editor = client.get(f"/cms/pages/{page.pk}/edit/").text
    assert f"/cms/aanmeldingen/{admission.event_id}/" in editor


@pytest.mark.parametrize("moment", ["", "2028-01-01T09:00", "0001-01-01T00:00", "gisteren"])
def test_registration_opens_at_a_moment_before_the_event(moment: str, client: Client, noor: User):
    response = client.post(ADDRESS, answers(opening="at", opens_at=moment))

    assert list(response.context["form"].errors) == ["opens_at"]
    assert not EventPage.objects.exists()


def test_what_is_opened_on_the_first_screen_is_open_once_it_is_public(client: Client, noor: User):
    client.post(
        ADDRESS, answers(opening="now", starts_at=f"{timezone.now() + timedelta(days=9):%Y-%m-%dT%H:%M}")
    )
    page = EventPage.objects.get()
    assert availability_of(page.event).state == "open"
    assert client.get(f"/{page.event.path}aanmelden/").status_code == 404

    publish(page)
    assert client.get(f"/{page.event.path}aanmelden/").status_code == 200


def test_the_answers_become_a_draft_in_the_editor(client: Client, noor: User, naturalis: OrganiserPage):
    response = client.post(ADDRESS, answers())

    page = EventPage.objects.get()
    assert response.url == f"/cms/pages/{page.pk}/edit/"
    assert (page.title, page.starts_at) == ("Sterren", datetime(2027, 3, 11, 18, 30, tzinfo=UTC))
    assert page.get_parent().specific == naturalis
    assert client.get(response.url).status_code == 200


def test_asking_for_the_form_makes_nothing(client: Client, noor: User):
    client.get(ADDRESS, answers())

    assert not EventPage.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 256},
        {"title": "a\x00b"},
        {"event_type": ""},
        {"event_type": "999999"},
        {"event_type": "x"},
        {"starts_at": ""},
        {"starts_at": "gisteren"},
        {"starts_at": "2027-02-30T10:00"},
        {"starts_at": "99999-01-01T10:00"},
        {"starts_at": "0001-01-01T00:00"},
        {"starts_at": "9999-12-31T23:59"},
        {"capacity": "-1"},
        {"capacity": "9" * 30},
        {"capacity": "veel"},
        {"opening": "morgen"},
    ],
)
def test_a_wrong_answer_makes_nothing_and_says_so(wrong: dict[str, str], client: Client, noor: User):
    response = client.post(ADDRESS, answers(**wrong))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)
    assert not EventPage.objects.exists()


def test_another_partners_page_is_no_answer(client: Client, noor: User, naturalis: OrganiserPage):
    lumc = get_or_create_organiser_page(agenda_page(), OrganisationFactory(slug="lumc"))

    client.post(ADDRESS, answers(organiser=lumc.pk))

    assert EventPage.objects.get().get_parent().specific == naturalis


def test_who_works_for_two_organisations_says_for_which(client: Client, noor: User):
    hortus = get_or_create_organiser_page(agenda_page(), OrganisationFactory(slug="hortus"))
    partners.join(noor, hortus.organisation)

    assert asked(client)[0] == "organiser"
    client.post(ADDRESS, answers(organiser=hortus.pk))
    assert EventPage.objects.get().get_parent().specific == hortus


def test_without_an_organisation_there_is_nothing_to_fill_in(client: Client):
    organiser_page().delete()
    editor = UserFactory()
    partners.join_editors(editor)
    client.force_login(editor)

    assert client.get(ADDRESS).status_code == 200
    assert client.post(ADDRESS, answers()).status_code == 422
