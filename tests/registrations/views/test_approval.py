"""Asking for a place on the site, and answering it in the CMS."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event
from kennisstad.mail.models import OutgoingMail
from registrations.approval import admit, refuse
from registrations.cancel import cancel_tickets
from registrations.emails import cancel_full_url, registration_full_url
from registrations.models import Registration, RegistrationSettings
from registrations.signup import sign_up
from tests.factories.events import organiser_page
from tests.factories.registrations import mails_written, open_event, open_registration
from tests.registrations.views.organisers import address, queries, signed_in, works_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return open_registration(open_event(), capacity=3, party_size=3, needs_approval=True)


@pytest.fixture
def noor(event: Event) -> Registration:
    return ask(event, "Noor", "Sam")


@pytest.fixture
def organiser(event: Event) -> Client:
    return signed_in(works_for(event))


def ask(event: Event, name: str, *companions: str) -> Registration:
    email = f"{name.lower()}@example.org"
    done = sign_up(event, name=name, email=email, language="nl", submission=uuid4(), companions=companions)
    return done.registration


def local(link: str) -> str:
    return link.split("8000", 1)[-1]


def state_of(registration: Registration) -> str:
    return Registration.objects.get(pk=registration.pk).state


def test_the_form_says_that_one_asks(client: Client, event: Event):
    page = client.get(f"/{event.path}aanmelden/")

    assert f"Je vraagt een plek aan: {event.organisation} beslist" in page.text
    assert "Verstuur mijn aanvraag" in page.text


def test_whoever_sent_it_sees_that_nothing_is_kept_yet(client: Client, event: Event):
    typed = {"name": "Noor", "email": "noor@example.org", "submission": str(uuid4())}

    page = client.post(f"/{event.path}aanmelden/", typed, follow=True)

    assert "Je aanvraag is binnen" in page.text
    assert "Er is nog geen plek voor je bewaard" in page.text
    assert "bevestigd" not in page.text
    assert Registration.objects.get().state == "pending"


def test_a_mended_address_leaves_no_link_that_manages(client: Client, event: Event):
    typed = {"name": "Noor", "email": "noor@example.org", "submission": str(uuid4())}
    done = client.post(f"/{event.path}aanmelden/", typed, follow=True)
    old = local(registration_full_url(Registration.objects.get()))

    client.post(done.redirect_chain[-1][0], {"email": "noortje@example.org"})

    assert client.get(old).status_code == 404
    assert Registration.objects.get().email == "noortje@example.org"


def test_while_it_waits_the_own_page_shows_no_ticket_and_takes_changes(client: Client, noor: Registration):
    path = local(registration_full_url(noor))
    page = client.get(path)

    assert "Je vroeg een plek aan" in page.text
    assert "/t/" not in page.text
    names = {f"ticket{ticket.pk}": ticket.holder for ticket in noor.current_tickets}
    changed = client.post(path, names | {"companions": ["Lies"]}, follow=True)
    assert "Opgeslagen." in changed.text
    assert noor.tickets.count() == 3


def test_a_request_is_taken_back_by_the_link_in_the_mail(client: Client, noor: Registration):
    path = local(cancel_full_url(noor))
    assert "Trek mijn aanvraag in" in client.get(local(registration_full_url(noor))).text
    assert "Je aanvraag intrekken" in client.get(path).text

    client.post(path)

    assert state_of(noor) == "cancelled"


def test_who_was_refused_reads_it_behind_their_link(client: Client, noor: Registration):
    refuse(noor)

    page = client.get(local(registration_full_url(noor)), follow=True)

    assert "Er is deze keer geen plek voor je" in page.text
    assert client.post(local(cancel_full_url(noor))).status_code in {302, 200}
    assert state_of(noor) == "refused"


def test_who_was_admitted_is_told_whom_to_ask_for_more(client: Client, noor: Registration):
    admit(noor)
    noor = Registration.objects.get(pk=noor.pk)

    page = client.get(local(registration_full_url(noor)))

    assert "Wil er iemand met je mee?" in page.text
    assert "Wie gaat er nog meer mee" not in page.text


def test_the_organiser_sees_requests_first_and_how_many(organiser: Client, event: Event, noor: Registration):
    page = organiser.get(address("event", event))

    assert "Eén aanvraag wacht op je antwoord" in page.text
    assert "één aanvraag" in organiser.get("/cms/aanmeldingen/").text
    assert noor.current_tickets[0].grouped_code not in page.text


def test_the_organiser_admits_with_one_press(organiser: Client, event: Event, noor: Registration):
    page = organiser.post(address("admit", event, noor.pk), follow=True)

    assert "Noor mag komen" in page.text
    assert "wacht op je antwoord" not in page.text
    assert state_of(noor) == "confirmed"


def test_without_room_the_organiser_hears_why(organiser: Client, event: Event, noor: Registration):
    admit(ask(event, "Mo", "Lies"))

    page = organiser.post(address("admit", event, noor.pk), follow=True)

    assert "Er is nog maar één plek." in page.text
    assert state_of(noor) == "pending"


def test_the_organiser_refuses_with_a_word(organiser: Client, event: Event, noor: Registration):
    path = address("refuse", event, noor.pk)
    assert "Noor" in organiser.get(path).text

    organiser.post(path, {"words": "Deze keer niet."})

    assert state_of(noor) == "refused"
    assert "Deze keer niet." in mails_written(to="noor@example.org").last().text
    assert "Alsnog toelaten" in organiser.get(address("event", event)).text


def test_a_word_that_is_too_long_refuses_nobody(organiser: Client, event: Event, noor: Registration):
    page = organiser.post(address("refuse", event, noor.pk), {"words": "x" * 501})

    assert page.status_code == 422
    assert state_of(noor) == "pending"


def test_who_was_admitted_meanwhile_is_not_refused(organiser: Client, event: Event, noor: Registration):
    admit(noor)

    page = organiser.post(address("refuse", event, noor.pk), follow=True)

    assert "Iemand anders heeft intussen geantwoord." in page.text
    assert state_of(noor) == "confirmed"


def test_all_are_admitted_for_whom_there_is_room(organiser: Client, event: Event, noor: Registration):
    ask(event, "Mo", "Ada")

    page = organiser.post(address("admit_all", event), follow=True)

    assert "Eén aanvraag is toegelaten." in page.text
    assert "Voor één aanvraag is er geen plek." in page.text


def test_another_organisation_answers_nothing(event: Event, noor: Registration):
    other = signed_in(works_for(open_event(organiser=organiser_page("lumc"))))

    for name, more in (("admit", [noor.pk]), ("refuse", [noor.pk]), ("admit_all", [])):
        assert other.post(address(name, event, *more)).status_code == 404
    assert state_of(noor) == "pending"


def test_more_requests_cost_no_more_queries(organiser: Client, event: Event, noor: Registration):
    path = address("event", event)
    before = queries(organiser, path)
    for number in range(5):
        ask(event, f"Gast{number}", "Vriend")

    assert queries(organiser, path) == before


def test_the_organiser_switches_it_on(organiser: Client, event: Event):
    path = address("settings", event)
    RegistrationSettings.objects.filter(event=event).update(needs_approval=False)
    assert "jij laat mensen toe" not in organiser.get(path).text

    organiser.post(path, {"capacity": "3", "opening": "now", "party_size": "3", "needs_approval": "on"})

    assert RegistrationSettings.objects.get(event=event).needs_approval
    assert "jij laat mensen toe" in organiser.get(path).text


def test_approval_stays_on_while_somebody_waits(organiser: Client, event: Event, noor: Registration):
    path = address("settings", event)

    page = organiser.post(path, {"capacity": "3", "opening": "now", "party_size": "3"})

    assert "Beantwoord eerst wie een plek heeft aangevraagd." in page.text
    assert RegistrationSettings.objects.get(event=event).needs_approval
    admit(noor)
    organiser.post(path, {"capacity": "3", "opening": "now", "party_size": "3"})
    assert not RegistrationSettings.objects.get(event=event).needs_approval


def test_what_is_on_is_not_folded_away(organiser: Client, event: Event):
    open_registration(event, party_size=1)

    assert '<details class="ks-further" open>' in organiser.get(address("settings", event)).text


def test_who_is_found_by_name_is_answered_there(organiser: Client, event: Event, noor: Registration):
    page = organiser.post(address("event", event), {"words": "Noor"})

    assert address("admit", event, noor.pk) in page.text
    assert address("refuse", event, noor.pk) in page.text


def test_a_party_whose_first_place_was_given_back_may_be_admitted_after_all(
    organiser: Client, event: Event, noor: Registration
):
    cancel_tickets(noor, [noor.current_tickets[0].pk])
    refuse(noor)

    assert address("admit", event, noor.pk) in organiser.get(address("event", event)).text


def test_who_changed_meanwhile_is_not_admitted_unseen(organiser: Client, event: Event, noor: Registration):
    page = organiser.post(address("admit", event, noor.pk), {"people": "1"}, follow=True)

    assert "Kijk nog een keer." in page.text
    assert state_of(noor) == "pending"


def test_of_what_is_over_nothing_waits(organiser: Client, event: Event, noor: Registration):
    past = timezone.now() - timedelta(hours=1)
    Event.objects.filter(pk=event.pk).update(starts_at=past - timedelta(hours=1), ends_at=past)

    page = organiser.get(address("event", event))

    assert "wacht op je antwoord" not in page.text
    assert address("admit", event, noor.pk) not in page.text
    answer = organiser.post(address("admit_all", event), follow=True)
    assert "Dit evenement is voorbij." in answer.text
    assert "beslist en mailt" not in Client().get(local(registration_full_url(noor))).text


def test_who_changes_a_request_is_promised_no_mail(client: Client, noor: Registration):
    sam = noor.current_tickets[1]

    page = client.post(local(cancel_full_url(noor)), {"some": "", "tickets": [sam.pk]}, follow=True)

    assert "Opgeslagen." in page.text
    assert "kwartier" not in page.text


def test_a_refusal_in_another_language_is_readable(event: Event):
    done = sign_up(event, name="Sam", email="sam@example.org", language="en", submission=uuid4())

    refuse(done.registration)

    assert OutgoingMail.objects.get(subject__startswith="No place for you").language == "en"
