"""Several people in one registration: a companion with a name, or a class with one contact."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from events.changes import facts_at
from events.models import Event
from kennisstad.mail.models import OutgoingMail
from registrations.attendees import as_csv, matching, registrations_with_tickets
from registrations.availability import availability_of, seats_taken
from registrations.cancel import cancel, cancel_tickets
from registrations.door_list import door_list
from registrations.email_correction import correct_email
from registrations.emails import prepare_change
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import Registration, Submission, Ticket, TicketCode, TicketRequest
from registrations.party import change_party, resize_group
from registrations.registration_settings import copy_settings
from registrations.signup import SignUp, sign_up
from tests.factories.events import published_event
from tests.factories.registrations import (
    mails_written,
    make_registration,
    open_event,
    open_registration,
    scan_code,
)

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

NOOR = {"name": "Noor", "email": "noor@example.org", "language": "nl"}


@pytest.fixture
def event() -> Event:
    return open_registration(open_event(), capacity=5, party_size=4, group_size=30)


def come(event: Event, *companions: str, **fields: object) -> SignUp:
    values = NOOR | {"submission": uuid4()} | fields
    return sign_up(event, companions=companions, **values)


def holders(registration: Registration) -> list[str]:
    valid = registration.tickets.filter(state=Ticket.State.VALID)
    return list(valid.order_by("pk").values_list("holder", flat=True))


def refusal_of(event: Event, *companions: str, **fields: object) -> Reason:
    with pytest.raises(RegistrationRefused) as refusal:
        come(event, *companions, **fields)
    return refusal.value.code


def a_quarter_later() -> None:
    TicketRequest.objects.update(not_before=timezone.now() - timedelta(seconds=1))


def test_each_of_them_has_a_seat_and_a_code(event: Event):
    noor = come(event, "Sam", "Lies").registration

    assert holders(noor) == ["Noor", "Sam", "Lies"]
    assert availability_of(event).seats_left == 2
    assert len({ticket.code for ticket in noor.current_tickets}) == 3


def test_one_mail_brings_all_their_tickets(event: Event):
    noor = come(event, "Sam", "Lies").registration

    [mail] = mails_written()

    assert mail.subject == f"Je tickets voor {event.title}"
    for number, ticket in enumerate(noor.current_tickets, 1):
        assert f"ticket-{ticket.code}.png" in {file.name for file in mail.attachments.all()}
        assert ticket.grouped_code in mail.text
        assert f'src="cid:qr{number}"' in mail.html
    assert "Sam" not in mail.text + mail.html


def test_they_all_come_or_none_of_them(event: Event):
    make_registration(event), make_registration(event)

    assert refusal_of(event, "Sam", "Lies", "Mo") is Reason.TOO_FEW_SEATS
    assert not Registration.objects.of_mailbox("noor@example.org").exists()
    assert come(event, "Sam", "Lies").answer == "new"
    assert refusal_of(event, email="mo@example.org") is Reason.FULL


def test_nobody_brings_more_people_than_the_organiser_allows(event: Event):
    assert refusal_of(event, "Sam", "Lies", "Mo", "Ada") is Reason.PARTY_TOO_LARGE


def test_the_same_form_is_one_registration(event: Event):
    form = uuid4()
    first = come(event, "Sam", submission=form)
    mails_written()

    assert come(event, "Sam", submission=form).registration == first.registration
    assert not TicketRequest.objects.exists()


def test_whoever_goes_back_and_brings_another_is_mailed_how_to_change_it(event: Event):
    form = uuid4()
    first = come(event, "Sam", submission=form)
    mails_written()

    assert come(event, "Sam", "Lies", submission=form).answer == "unchanged"

    assert holders(first.registration) == ["Noor", "Sam"]
    assert "Wijzig je aanmelding met de link" in mails_written().last().text


def test_a_known_address_gains_no_seats_by_another_form(event: Event):
    come(event)

    done = come(event, "Sam", "Lies")

    assert (done.answer, holders(done.registration)) == ("address_known", ["Noor"])


def test_one_of_them_gives_a_place_back(event: Event):
    noor = come(event, "Sam", "Lies").registration
    mails_written()
    sam = noor.tickets.get(holder="Sam")

    left = cancel_tickets(noor, [sam.pk])

    assert not left.is_cancelled
    assert holders(noor) == ["Noor", "Lies"]
    assert seats_taken(timezone.now(), registration__event=event) == 2
    assert [line.name for line in door_list(event)] == ["Lies", "Noor"]


def test_changes_of_a_quarter_of_an_hour_are_one_mail(event: Event):
    noor = come(event, "Sam", "Lies").registration
    mails_written()
    sam, lies = noor.tickets.get(holder="Sam"), noor.tickets.get(holder="Lies")

    cancel_tickets(noor, [sam.pk])
    cancel_tickets(noor, [lies.pk])
    change_party(noor, {}, ["Mo"])
    assert mails_written().count() == 1
    a_quarter_later()

    _first, mail = mails_written()
    assert "2 tickets" in mail.text
    mo = noor.tickets.get(holder="Mo")
    assert mo.grouped_code in mail.text
    assert sam.grouped_code not in mail.text
    assert not TicketRequest.objects.exists()


def test_who_gives_the_last_place_back_has_cancelled(event: Event):
    noor = come(event, "Sam").registration
    mails_written()
    cancel_tickets(noor, [noor.tickets.get(holder="Sam").pk])

    assert cancel_tickets(noor, [noor.tickets.get(holder="Noor").pk]).is_cancelled

    a_quarter_later()
    assert mails_written().last().subject == f"Afgemeld: {event.title}"


def test_who_is_inside_stays_and_the_others_may_go(event: Event):
    noor = come(event, "Sam", "Lies").registration
    sam = noor.tickets.get(holder="Sam")
    scan_code(event, sam.code)

    for leave in (cancel, lambda registration: cancel_tickets(registration, [sam.pk])):
        with pytest.raises(RegistrationRefused) as refusal:
            leave(noor)
        assert refusal.value.code is Reason.ADMITTED
    cancel_tickets(noor, [noor.tickets.get(holder="Lies").pk])

    assert holders(noor) == ["Noor", "Sam"]


def test_a_ticket_of_somebody_else_is_not_given_back(event: Event):
    noor, other = come(event, "Sam").registration, make_registration(event)

    cancel_tickets(noor, [other.tickets.get().pk])

    assert (holders(noor), len(holders(other))) == (["Noor", "Sam"], 1)


def test_somebody_comes_along_later(event: Event):
    noor = come(event).registration

    change_party(noor, {}, ["Sam", "Lies"])

    assert holders(noor) == ["Noor", "Sam", "Lies"]


@pytest.mark.parametrize(
    ("names", "reason"),
    [(["Sam", "Lies", "Mo", "Ada"], "party_too_large"), (["Sam", "Lies"], "too_few_seats")],
)
def test_who_cannot_come_along_changes_nothing(event: Event, names: list[str], reason: str):
    noor = come(event).registration
    open_registration(event, capacity=2)

    with pytest.raises(RegistrationRefused) as refusal:
        change_party(noor, {noor.tickets.get().pk: "Nora"}, names)

    assert refusal.value.code == reason
    assert holders(noor) == ["Noor"]
    assert not Registration.objects.filter(name="Nora").exists()


def test_once_registration_is_closed_nobody_is_added_and_names_are_still_mended(event: Event):
    noor = come(event).registration
    open_registration(event, closes_at=timezone.now() - timedelta(hours=1))

    change_party(noor, {noor.tickets.get().pk: "Nora"})
    with pytest.raises(RegistrationRefused) as refusal:
        change_party(noor, {}, ["Sam"])

    assert refusal.value.code is Reason.CLOSED
    assert (holders(noor), Registration.objects.get().name) == (["Nora"], "Nora")


def test_another_name_for_a_companion_leaves_that_of_the_contact(event: Event):
    noor = come(event, "Sam").registration

    change_party(noor, {noor.tickets.get(holder="Sam").pk: "Samira"})

    assert (holders(noor), Registration.objects.get().name) == (["Noor", "Samira"], "Noor")


def test_a_mended_address_gets_all_tickets_under_other_codes(event: Event):
    done = come(event, "Sam")
    old = set(TicketCode.objects.values_list("code", flat=True))
    mails_written()
    form = Submission.objects.get(key=done.key)

    correct_email(form, "noor.de.vries@example.org")

    mail = mails_written().last()
    assert mail.to == "noor.de.vries@example.org"
    codes = {ticket.code for ticket in done.registration.current_tickets}
    assert len(codes) == 2
    assert not codes & old
    assert OutgoingMail.objects.get(to="noor@example.org").state == "withdrawn"


def test_a_form_that_found_somebody_registers_the_whole_party_at_the_mended_address(event: Event):
    come(event)
    form = Submission.objects.get(key=come(event, "Sam", "Lies").key)

    correct_email(form, "sam@example.org")

    assert holders(Registration.objects.get(email="sam@example.org")) == ["Noor", "Sam", "Lies"]


def test_a_class_has_one_contact(event: Event):
    open_registration(event, capacity=None)

    group = come(event, *[""] * 23, group_name="Klas 4B").registration

    assert len(group.current_tickets) == 24
    assert {line.name for line in door_list(event)} == {"Noor", "Klas 4B"}


def test_a_group_that_is_too_large_is_refused(event: Event):
    assert refusal_of(event, *[""] * 30, group_name="Klas 4B") is Reason.PARTY_TOO_LARGE
    open_registration(event, group_size=None)
    assert refusal_of(event, "", group_name="Klas 4B") is Reason.PARTY_TOO_LARGE


def test_a_group_grows_and_shrinks_and_who_is_inside_stays(event: Event):
    open_registration(event, capacity=6)
    group = come(event, "", "", group_name="Klas 4B").registration
    first, *_others, last = group.current_tickets
    scan_code(event, last.code)

    resize_group(group, 5)
    assert len(holders(group)) == 5
    resize_group(group, 2)
    assert set(group.tickets.filter(state="valid")) == {first, last}
    scan_code(event, first.code)

    with pytest.raises(RegistrationRefused) as refusal:
        resize_group(group, 1)
    assert refusal.value.code is Reason.ADMITTED
    with pytest.raises(RegistrationRefused) as refusal:
        resize_group(group, 7)
    assert refusal.value.code is Reason.TOO_FEW_SEATS


def test_a_guest_without_a_name_is_somebody_s_guest(event: Event):
    noor = come(event, "").registration

    assert [ticket.guest for ticket in noor.current_tickets] == ["Noor", "Gast van Noor"]
    Registration.objects.erase()
    Ticket.objects.erase()
    assert {ticket.guest for ticket in Ticket.objects.all()} == {"Gewist"}


def test_a_copied_event_takes_parties_as_the_first_did(event: Event):
    copied = copy_settings(event, published_event(), None)

    assert (copied.party_size, copied.group_size) == (4, 30)


@pytest.mark.parametrize("words", ["sam", "4B", "noor@"])
def test_the_organiser_finds_a_companion_and_a_group(event: Event, words: str):
    noor = come(event, "Sam", group_name="Klas 4B").registration
    make_registration(event, name="Mo")

    assert list(matching(registrations_with_tickets(event), words)) == [noor]


def test_who_cancels_while_a_change_is_written_is_still_written_to(event: Event):
    noor = come(event, "Sam").registration
    cancel(noor)
    facts = facts_at(event, event.version)

    assert prepare_change(noor, facts, facts).attachments[0].name == "event.ics"


def test_the_same_change_sent_twice_adds_nobody_twice(event: Event):
    noor = come(event).registration
    shown = [ticket.pk for ticket in noor.current_tickets]
    change_party(noor, {}, ["Sam"], shown=shown)

    with pytest.raises(RegistrationRefused) as refusal:
        change_party(noor, {}, ["Sam"], shown=shown)

    assert refusal.value.code is Reason.CHANGED
    assert holders(noor) == ["Noor", "Sam"]


def test_a_companion_of_the_same_name_is_somebody_else(event: Event):
    noor = come(event, "Noor").registration
    _own, hers = noor.current_tickets

    change_party(noor, {hers.pk: "Noor junior"})

    assert Registration.objects.get().name == "Noor"


def test_who_gave_their_seat_up_for_another_is_still_in_the_list(event: Event):
    """Its codes are all replaced."""
    come(event)
    form = Submission.objects.get(key=come(event, "Sam", email="sam@example.org").key)
    correct_email(form, "noor@example.org")

    rows = as_csv(registrations_with_tickets(event))

    assert rows.count("sam@example.org") == 2


@pytest.mark.parametrize(
    ("party_size", "group_name", "words"),
    [(1, "", "Meld die aan met een ander adres"), (4, "", "iemand meenemen"), (1, "Klas 4B", "het aantal")],
)
def test_a_known_address_reads_that_the_newer_form_took_no_places(
    event: Event, party_size: int, group_name: str, words: str
):
    open_registration(event, party_size=party_size)
    come(event, *([""] if group_name else []), group_name=group_name)
    mails_written()

    come(event)

    assert words in mails_written().last().text


def test_a_large_group_gets_links_and_no_pictures(event: Event):
    open_registration(event, capacity=None, group_size=100)
    group = come(event, *[""] * 59, group_name="Klas 4B").registration

    [mail] = mails_written()

    assert [file.name for file in mail.attachments.all()] == ["event.ics"]
    assert "cid:" not in mail.html
    assert all(ticket.code in mail.text and ticket.code in mail.html for ticket in group.current_tickets)
    assert "om te printen" in mail.text


def test_who_gives_all_their_places_back_reads_how_many(event: Event):
    cancel(come(event, "Sam").registration)

    assert "je 2 tickets werken niet meer" in mails_written(subject__startswith="Afgemeld").get().text


def test_what_was_changed_of_an_event_that_is_cancelled_since_is_not_mailed(event: Event):
    noor = come(event, "Sam").registration
    mails_written()
    cancel_tickets(noor, [noor.current_tickets[1].pk])
    Event.objects.filter(pk=event.pk).update(status="cancelled")
    a_quarter_later()

    assert len(mails_written()) == 1
    assert not TicketRequest.objects.exists()
