"""“My registration”, by the link in the mail, without an account."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event
from kennisstad.mail.models import OutgoingMail
from registrations.emails import cancel_full_url, registration_full_url, ticket_full_url
from registrations.models import CheckIn, Registration, Submission, TicketRequest
from tests.factories.registrations import (
    mails_written,
    make_registration,
    open_event,
    open_registration,
    scan_code,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return open_registration(open_event(), capacity=6, party_size=4, group_size=30)


@pytest.fixture
def noor(event: Event) -> Registration:
    return make_registration(event, name="Noor", email="noor@example.org", companions=["Sam"])


def page_of(registration: Registration) -> str:
    return registration_full_url(registration).split("8000", 1)[-1]


def cancel_page_of(registration: Registration) -> str:
    return cancel_full_url(registration).split("8000", 1)[-1]


def typed(registration: Registration, *companions: str, **names: str) -> dict[str, object]:
    fields = {f"ticket{ticket.pk}": ticket.holder for ticket in registration.current_tickets}
    return fields | {"companions": list(companions)} | names


def names_of(registration: Registration) -> list[str]:
    return [ticket.holder for ticket in Registration.objects.get(pk=registration.pk).current_tickets]


def test_it_shows_who_comes_with_which_ticket(client: Client, noor: Registration):
    page = client.get(page_of(noor))

    assert page.status_code == 200
    for ticket in noor.current_tickets:
        assert ticket.guest in page.text
        assert ticket.grouped_code in page.text
        assert ticket_full_url(ticket).split("8000")[1] in page.text
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache")


def test_it_speaks_the_language_of_its_link(client: Client, event: Event):
    sam = make_registration(event, language="en")

    assert page_of(sam).startswith("/en/registration/")
    assert "My registration" in client.get(page_of(sam)).text


def test_a_name_is_mended_and_somebody_comes_along(client: Client, noor: Registration):
    first = noor.current_tickets[0]

    done = client.post(page_of(noor), typed(noor, "Lies", "", **{f"ticket{first.pk}": "Nora"}), follow=True)

    assert done.redirect_chain[0][1] == 302
    assert "Je aanmelding is gewijzigd" in done.text
    assert names_of(noor) == ["Nora", "Sam", "Lies"]


def test_what_cannot_be_changed_comes_back_as_it_was_typed(client: Client, noor: Registration):
    open_registration(noor.event, capacity=2)

    answer = client.post(page_of(noor), typed(noor, "Lies"))

    assert answer.status_code == 409
    assert "Lies" in answer.text
    assert "Meld minder mensen aan." in answer.text or "Alle plekken zijn bezet" in answer.text
    assert names_of(noor) == ["Noor", "Sam"]


@pytest.mark.parametrize("companions", [["Lies", "Mo", "Ada"], ["a" * 121], ["a\x00b"]])
def test_names_that_cannot_be_are_refused_in_words(client: Client, noor: Registration, companions: list[str]):
    answer = client.post(page_of(noor), typed(noor, *companions))

    assert answer.status_code == 400
    assert "Niet verstuurd" in answer.text
    assert names_of(noor) == ["Noor", "Sam"]


def test_a_name_cannot_be_emptied(client: Client, noor: Registration):
    first = noor.current_tickets[0]

    answer = client.post(page_of(noor), typed(noor, **{f"ticket{first.pk}": " "}))

    assert (answer.status_code, "Vul een naam in." in answer.text) == (400, True)


def test_a_group_changes_its_number(client: Client, event: Event):
    group = make_registration(event, companions=["", ""], group_name="Klas 4B")

    assert 'value="3"' in client.get(page_of(group)).text
    for number, status in (("5", 302), ("2", 302), ("0", 400), ("31", 400), ("zes", 400), ("9", 409)):
        assert client.post(page_of(group), {"number": number}).status_code == status
    assert len(names_of(group)) == 2


def test_a_group_that_is_too_large_by_now_may_come_with_fewer(client: Client, event: Event):
    group = make_registration(event, companions=["", "", "", ""], group_name="Klas 4B")
    open_registration(event, group_size=2)

    assert client.post(page_of(group), {"number": "4"}).status_code == 302
    assert len(names_of(group)) == 4


def test_a_press_too_many_adds_nobody_twice(client: Client, noor: Registration):
    form = typed(noor, "Lies")
    client.post(page_of(noor), form)

    again = client.post(page_of(noor), form, follow=True)

    assert names_of(noor) == ["Noor", "Sam", "Lies"]
    assert again.status_code in {200, 400}


def test_a_name_alone_promises_no_mail(client: Client, noor: Registration):
    done = client.post(page_of(noor), typed(noor), follow=True)

    assert "Opgeslagen." in done.text
    assert "kwartier" not in done.text


def test_one_of_them_cancels(client: Client, noor: Registration):
    sam = noor.current_tickets[1]
    assert "Wie komt er niet?" in client.get(cancel_page_of(noor)).text

    done = client.post(cancel_page_of(noor), {"some": "", "tickets": [sam.pk]}, follow=True)

    assert names_of(noor) == ["Noor"]
    assert "Die plekken zijn vrij" in done.text
    assert "Wie komt er niet?" not in client.get(cancel_page_of(noor)).text


@pytest.mark.parametrize("tickets", [[], ["999999"], ["een"]])
def test_who_ticks_nobody_is_asked_whom(client: Client, noor: Registration, tickets: list[str]):
    answer = client.post(cancel_page_of(noor), {"some": "", "tickets": tickets})

    assert answer.status_code == 400
    assert "Kruis aan wie er niet komt." in answer.text
    assert names_of(noor) == ["Noor", "Sam"]


def test_all_of_them_cancel(client: Client, noor: Registration):
    client.post(cancel_page_of(noor))

    assert Registration.objects.get().is_cancelled
    answer = client.get(page_of(noor), follow=True)
    assert "Je bent afgemeld" in answer.text


def test_who_is_inside_is_not_asked_and_the_others_cancel(client: Client, noor: Registration):
    scan_code(noor.event, noor.current_tickets[1].code)
    inside = {"some": "", "tickets": [noor.current_tickets[1].pk]}
    assert client.post(cancel_page_of(noor), inside).status_code == 400

    client.post(cancel_page_of(noor))

    assert names_of(noor) == ["Sam"]
    assert client.post(cancel_page_of(noor)).status_code == 409


def test_the_tickets_are_mailed_again(client: Client, noor: Registration):
    done = client.post(page_of(noor), {"mail": ""}, follow=True)

    assert "De tickets gaan naar je adres" in done.text
    assert TicketRequest.objects.get().is_again


def test_mailing_again_has_a_limit(client: Client, noor: Registration, settings):
    settings.SIGN_UPS_PER_VISITOR = 1
    client.post(page_of(noor), {"mail": ""})

    refused = client.post(page_of(noor), {"mail": ""})

    assert (refused.status_code, TicketRequest.objects.count()) == (429, 1)
    assert "Retry-After" in refused.headers


def test_afterwards_there_is_nothing_to_change(client: Client, noor: Registration):
    past = {"starts_at": timezone.now() - timedelta(days=2), "ends_at": timezone.now() - timedelta(days=1)}
    Event.objects.filter(pk=noor.event_id).update(**past)

    assert "voorbij" in client.get(page_of(noor)).text
    assert client.post(page_of(noor), typed(noor, "Lies")).status_code == 409
    assert names_of(noor) == ["Noor", "Sam"]


@pytest.mark.parametrize("path", ["/aanmelding/onzin/", "/en/registration/onzin/"])
def test_a_link_that_is_none_leads_nowhere(client: Client, path: str):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_all_that_is_known_is_in_a_file(client: Client, noor: Registration):
    scan_code(noor.event, noor.current_tickets[0].code)

    file = client.get(f"{page_of(noor)}gegevens.json")

    known = file.json()
    assert (known["name"], known["email"]) == ("Noor", "noor@example.org")
    assert [one["name"] for one in known["tickets"]] == ["Noor", "Sam"]
    assert len(known["tickets"][0]["checked_in_at"]) == 1
    assert known["forms"][0]["companions"] == ["Sam"]
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_erasing_asks_first(client: Client, noor: Registration):
    page = client.get(f"{page_of(noor)}wissen/")

    assert "Dat meldt je ook af" in page.text
    assert names_of(noor) == ["Noor", "Sam"]


def test_who_is_erased_before_the_event_has_cancelled_and_is_nobody(client: Client, noor: Registration):
    client.post(page_of(noor), {"mail": ""})
    mails_written()

    done = client.post(f"{page_of(noor)}wissen/", follow=True)

    assert "gewist" in done.text
    erased = Registration.objects.get()
    assert (erased.is_cancelled, erased.name, erased.email, erased.mailbox) == (True, "", "", None)
    assert set(erased.tickets.values_list("holder", "state")) == {("", "cancelled")}
    assert not Submission.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert "gewist" in client.get(page_of(noor), follow=True).text


def test_who_was_there_still_counts_once_erased_and_the_others_have_cancelled(
    client: Client, noor: Registration
):
    scan_code(noor.event, noor.current_tickets[0].code)

    client.post(f"{page_of(noor)}wissen/")

    assert (Registration.objects.get().is_cancelled, Registration.objects.get().is_erased) == (False, True)
    assert CheckIn.objects.live().count() == 1
    assert sorted(Registration.objects.get().tickets.values_list("state", flat=True)) == [
        "cancelled",
        "valid",
    ]
    assert not TicketRequest.objects.exists()


def test_once_cancelled_all_can_still_be_read_and_erased(client: Client, noor: Registration):
    client.post(cancel_page_of(noor))

    page = client.get(cancel_page_of(noor)).text

    assert f"{page_of(noor)}gegevens.json" in page
    assert f"{page_of(noor)}wissen/" in page


@pytest.mark.parametrize("path", ["/aanmelding/onzin/wissen/", "/aanmelding/onzin/gegevens.json"])
def test_by_a_link_that_is_none_nothing_is_read_or_erased(client: Client, path: str):
    assert client.get(path).status_code == 404
