"""An event where the organiser admits people: they ask, and are admitted or refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from events.models import Event
from kennisstad.accounts.partners import join, join_editors
from kennisstad.audit.models import AuditEntry
from kennisstad.mail.models import OutgoingMail
from registrations import emails
from registrations.approval import admit, admit_all, refuse
from registrations.attendees import as_csv, registrations_with_tickets
from registrations.availability import availability_of, seats_taken
from registrations.cancel import cancel, cancel_tickets
from registrations.door_list import door_list
from registrations.email_correction import correct_email
from registrations.emails import prepare_change
from registrations.erasing import erase_registration
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import Registration, Submission, Ticket, TicketRequest
from registrations.own_data import own_data
from registrations.party import change_party
from registrations.registration_settings import copy_settings
from registrations.signup import SignUp, sign_up
from tests.factories.accounts import UserFactory
from tests.factories.events import published_event
from tests.factories.registrations import (
    mails_written,
    make_registration,
    open_event,
    open_registration,
    scan_code,
)
from tests.registrations.news import told

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

NOOR = {"name": "Noor", "email": "noor@example.org", "language": "nl"}
DESK = "zaal@example.org"


@pytest.fixture
def event() -> Event:
    opened = open_event(contact_email=DESK)
    return open_registration(opened, capacity=3, party_size=3, needs_approval=True)


def ask(event: Event, *companions: str, **fields: object) -> SignUp:
    return sign_up(event, companions=companions, **(NOOR | {"submission": uuid4()} | fields))


def refusal_of(registration: Registration) -> Reason:
    with pytest.raises(RegistrationRefused) as refusal:
        admit(registration)
    return refusal.value.code


def states_of(registration: Registration) -> tuple[str, set[str]]:
    return Registration.objects.get(pk=registration.pk).state, set(
        registration.tickets.values_list("state", flat=True)
    )


def subjects(to: str = "noor@example.org") -> list[str]:
    return list(mails_written(to=to).values_list("subject", flat=True))


def test_a_request_keeps_nothing(event: Event):
    noor = ask(event, "Sam").registration

    assert states_of(noor) == ("pending", {"wanted"})
    assert availability_of(event).seats_left == 3
    assert door_list(event) == []


def test_the_calendar_says_that_one_asks(event: Event):
    with translation.override("nl"):
        assert availability_of(event).label == "Plekken op aanvraag"
        make_registration(event, companions=["Sam", "Lies"])
        assert availability_of(event).label == "Vol"


def test_whoever_asks_is_mailed_what_they_asked_and_no_ticket(event: Event):
    ask(event, "Sam")

    [mail] = mails_written(to="noor@example.org")

    assert mail.subject == f"Je aanvraag voor {event.title}"
    assert "Je vroeg 2 plekken aan" in mail.text
    assert not mail.attachments.exists()
    assert "/t/" not in mail.text + mail.html


def test_the_organiser_hears_of_it_at_once_without_a_name(event: Event):
    ask(event, "Sam", name="Noor de Vries")

    [mail] = mails_written(to=DESK)

    assert mail.subject == f"Iemand vraagt 2 plekken aan: {event.title}"
    assert f"/cms/aanmeldingen/{event.pk}/" in mail.text
    assert "Noor" not in mail.text + mail.html


def test_without_an_address_for_questions_all_who_work_for_the_organiser_hear_of_it():
    event = open_registration(open_event(), needs_approval=True)
    staff = [UserFactory(), UserFactory()]
    for user in staff:
        join(user, event.organisation)
    join(UserFactory(invited_at=timezone.now()), event.organisation)
    join(UserFactory(is_active=False), event.organisation)

    ask(event)

    told = mails_written(key__startswith="registrations.asking").values_list("to", flat=True)
    assert set(told) == {user.email for user in staff}


def test_asking_again_is_no_second_request_and_tells_nobody_twice(event: Event):
    ask(event)
    mails_written()

    assert ask(event).answer == "address_known"

    assert Registration.objects.count() == 1
    assert len(mails_written(to=DESK)) == 1
    assert subjects() == [f"Je aanvraag voor {event.title}"] * 2


def test_the_database_knows_one_request_per_mailbox(event: Event):
    noor = ask(event).registration
    noor.pk = uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        noor.save(force_insert=True)


def test_admitted_they_have_a_seat_and_get_their_tickets(event: Event):
    noor = ask(event, "Sam").registration
    mails_written()

    admit(noor)

    assert states_of(noor) == ("confirmed", {"valid"})
    assert availability_of(event).seats_left == 1
    asked, tickets = mails_written(to="noor@example.org")
    assert tickets.subject == f"Je tickets voor {event.title}"
    assert "ontvangt je graag" in tickets.text
    assert all(ticket.grouped_code in tickets.text for ticket in noor.current_tickets)
    assert AuditEntry.objects.filter(action="registrations.admitted").count() == 1
    assert asked.subject.startswith("Je aanvraag")


def test_admitted_before_the_first_mail_went_they_get_one_mail(event: Event):
    noor = ask(event).registration

    admit(noor)

    assert subjects() == [f"Je ticket voor {event.title}"]


def test_admitting_twice_is_admitting_once(event: Event):
    noor = ask(event).registration

    admit(noor), admit(noor)

    assert subjects() == [f"Je ticket voor {event.title}"]
    assert AuditEntry.objects.filter(action="registrations.admitted").count() == 1


def test_room_is_asked_when_they_are_admitted(event: Event):
    first = ask(event, "Sam").registration
    second = ask(event, "Ada", name="Mo", email="mo@example.org").registration
    alone = ask(event, name="Lies", email="lies@example.org").registration
    admit(first)

    assert refusal_of(second) is Reason.TOO_FEW_SEATS
    admit(alone)
    assert refusal_of(second) is Reason.FULL
    assert states_of(second) == ("pending", {"wanted"})
    assert seats_taken(timezone.now(), registration__event=event) == 3


def test_all_are_admitted_for_whom_there_is_room_the_longest_waiting_first(event: Event):
    now = timezone.now()
    for minutes, (name, companions) in enumerate([("Mo", ["Ada"]), ("Lies", ["Bo"]), ("Jip", [])]):
        ask(event, *companions, name=name, email=f"{name}@example.org", at=now + timedelta(minutes=minutes))

    assert admit_all(event) == (2, 1)

    assert set(event.registrations.live().values_list("name", flat=True)) == {"Mo", "Jip"}


def test_refused_they_get_a_mail_with_the_organisers_words(event: Event):
    noor = ask(event).registration
    mails_written()

    refuse(noor, "De zaal is voor docenten."), refuse(noor, "Nog een keer.")

    assert states_of(noor) == ("refused", {"wanted"})
    assert subjects()[1:] == [f"Geen plek voor je: {event.title}"]
    mail = OutgoingMail.objects.get(subject__startswith="Geen plek")
    assert "“De zaal is voor docenten.”" in mail.text


def test_an_answer_takes_back_what_still_waits_to_be_sent(event: Event):
    noor = ask(event).registration
    mails_written()

    refuse(noor)
    admit(noor)

    waiting = OutgoingMail.objects.filter(state="queued", to="noor@example.org")
    assert list(waiting.values_list("subject", flat=True)) == []
    assert subjects()[-1] == f"Je ticket voor {event.title}"


def test_an_answer_before_the_first_mail_went_leaves_only_the_answer(event: Event):
    refuse(ask(event).registration)

    assert subjects() == [f"Geen plek voor je: {event.title}"]
    assert subjects(DESK) == []


def test_a_form_that_was_refused_is_not_asked_anew(event: Event):
    form = uuid4()
    noor = ask(event, submission=form).registration
    refuse(noor)

    assert ask(event, submission=form).answer == "repeated"

    assert Registration.objects.get() == noor


def test_who_changed_their_request_meanwhile_is_looked_at_again(event: Event):
    noor = ask(event).registration
    change_party(noor, {}, ["Sam"])

    with pytest.raises(RegistrationRefused) as refusal:
        admit(noor, shown=1)

    assert refusal.value.code is Reason.CHANGED
    assert admit(noor, shown=2).state == "confirmed"


def test_a_request_grows_to_what_there_is_room_for(event: Event):
    make_registration(event)
    noor = ask(event).registration

    with pytest.raises(RegistrationRefused) as refusal:
        change_party(noor, {}, ["Sam", "Lies"])

    assert refusal.value.code is Reason.TOO_FEW_SEATS


def test_who_only_asks_hears_of_no_link_to_join():
    event = open_registration(
        open_event(mode="online", join_url="https://example.org/a"), needs_approval=True
    )
    noor = ask(event).registration
    mo = make_registration(event, name="Mo", email="mo@example.org")
    assert told().keys() == {"noor"}

    event.page.join_url = "https://example.org/b"
    event.page.save_revision().publish()

    assert told().keys() == {"mo"}
    assert Registration.objects.get(pk=noor.pk).told_version == Event.objects.get().version
    event.page.starts_at += timedelta(days=1)
    event.page.ends_at += timedelta(days=1)
    event.page.join_url = "https://example.org/c"
    event.page.save_revision().publish()
    mails = told()
    assert "https://example.org/c" in mails["mo"]
    assert "example.org/c" not in mails["noor"]
    assert mo.event == event


def test_without_anybody_who_works_for_the_organiser_the_editors_hear_of_it():
    event = open_registration(open_event(), needs_approval=True)
    editor = UserFactory()
    join_editors(editor)

    ask(event)

    assert subjects(editor.email) == [f"Iemand vraagt een plek aan: {event.title}"]


def test_asking_again_with_others_says_that_it_changes_nothing(event: Event):
    ask(event)
    mails_written()

    ask(event, "Sam", "Lies")

    mail = mails_written(to="noor@example.org").last()
    assert "een nieuwer formulier heeft niets veranderd" in mail.text
    assert "Je vroeg een plek aan" in mail.text


def test_a_request_that_was_taken_back_while_its_mail_was_written_is_not_mailed(
    event: Event, monkeypatch: pytest.MonkeyPatch
):
    noor = ask(event).registration
    prepare = emails.prepare_request

    def prepared_late(*args: object, **fields: object) -> object:
        mail = prepare(*args, **fields)
        cancel(noor)
        return mail

    monkeypatch.setattr(emails, "prepare_request", prepared_late)

    assert [subject.partition(":")[0] for subject in subjects()] == ["Afgemeld"]
    assert subjects(DESK) == []


def test_nobody_is_admitted_to_what_is_off_the_site(event: Event):
    noor = ask(event).registration
    Event.objects.filter(pk=event.pk).update(is_public=False)

    assert refusal_of(noor) is Reason.NOT_PUBLIC


def test_what_is_over_or_erased_waits_for_no_answer(event: Event):
    noor = ask(event).registration
    now = timezone.now()
    assert Registration.objects.to_be_answered(now).get() == noor

    assert not Registration.objects.to_be_answered(event.ends_at).exists()
    with pytest.raises(RegistrationRefused):
        refuse(noor, at=event.ends_at)
    Registration.objects.filter(pk=noor.pk).erase()
    assert not Registration.objects.to_be_answered(now).exists()


def test_who_answered_stands_in_the_audit_log(event: Event):
    user = UserFactory()
    admit(ask(event).registration, user)
    refuse(ask(event, name="Mo", email="mo@example.org").registration, "", user)

    answers = AuditEntry.objects.filter(action__in=["registrations.admitted", "registrations.refused"])
    assert [entry.actor for entry in answers] == [user, user]


def test_who_was_refused_may_be_admitted_after_all(event: Event):
    noor = ask(event).registration
    refuse(noor)

    admit(noor)

    assert states_of(noor) == ("confirmed", {"valid"})
    assert f"Je ticket voor {event.title}" in subjects()


def test_who_was_refused_and_asked_again_is_admitted_once(event: Event):
    noor = ask(event).registration
    refuse(noor)
    again = ask(event).registration
    assert again != noor

    assert refusal_of(noor) is Reason.NEWER_FORM
    admit(again)
    assert event.registrations.live().count() == 1


def test_who_has_a_seat_is_not_refused_any_more(event: Event):
    noor = admit(ask(event).registration)

    with pytest.raises(RegistrationRefused) as refusal:
        refuse(noor)

    assert refusal.value.code is Reason.ANSWERED
    assert not OutgoingMail.objects.filter(subject__startswith="Geen plek").exists()


def test_a_request_that_is_taken_back_cannot_be_admitted(event: Event):
    noor = ask(event).registration

    cancel(noor)

    assert refusal_of(noor) is Reason.CANCELLED
    assert "Je hebt je aanvraag ingetrokken" in mails_written(subject__startswith="Afgemeld").get().text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"status": "cancelled"}, Reason.CANCELLED), ({"status": "postponed"}, Reason.POSTPONED)],
)
def test_nobody_is_admitted_to_what_is_off(event: Event, fields: dict[str, str], reason: Reason):
    noor = ask(event).registration
    Event.objects.filter(pk=event.pk).update(**fields)

    assert refusal_of(noor) is reason


def test_nobody_is_admitted_to_what_is_over(event: Event):
    noor = ask(event).registration

    with pytest.raises(RegistrationRefused) as refusal:
        admit(noor, at=event.ends_at + timedelta(days=1))

    assert refusal.value.code is Reason.OVER


def test_after_registration_has_closed_they_are_still_answered(event: Event):
    noor = ask(event).registration
    open_registration(event, closes_at=timezone.now() - timedelta(hours=1))

    assert admit(noor).state == "confirmed"


def test_a_code_that_nobody_was_given_lets_nobody_in(event: Event):
    code = ask(event).registration.current_tickets[0].code

    assert scan_code(event, code).verdict == "unknown"
    assert not Ticket.objects.of_code(code).exists()


def test_while_they_wait_they_change_who_comes_and_get_no_mail(event: Event):
    noor = ask(event).registration
    mails_written()

    change_party(noor, {}, ["Sam", "Lies"])
    cancel_tickets(noor, [noor.current_tickets[1].pk])

    assert not TicketRequest.objects.exists()
    admit(noor)
    assert states_of(noor) == ("confirmed", {"valid", "cancelled"})
    assert len(door_list(event)) == 2


def test_who_was_admitted_brings_nobody_along_without_asking(event: Event):
    noor = admit(ask(event).registration)

    with pytest.raises(RegistrationRefused) as refusal:
        change_party(noor, {}, ["Sam"])

    assert refusal.value.code is Reason.NEEDS_APPROVAL


def test_a_request_at_a_wrong_address_moves_and_the_old_link_dies(event: Event):
    done = ask(event)
    mails_written()

    correct_email(Submission.objects.get(key=done.key), "noortje@example.org")

    assert subjects("noortje@example.org") == [f"Je aanvraag voor {event.title}"]
    assert len(mails_written(to=DESK)) == 1
    admit(done.registration)
    assert f"Je ticket voor {event.title}" in subjects("noortje@example.org")


def test_who_asks_hears_what_changes_without_a_ticket(event: Event):
    noor = ask(event).registration
    Event.objects.filter(pk=event.pk).update(news_version=event.version + 1)
    facts = event.changes.get(version=event.version).after

    assert noor in Registration.objects.to_be_told()
    mail = prepare_change(noor, facts, facts)
    assert "waarvoor je een plek aanvroeg" in mail.mail.text
    assert mail.attachments == []


def test_the_list_says_who_asks_and_who_was_refused(event: Event):
    ask(event)
    refuse(ask(event, name="Mo", email="mo@example.org").registration)

    sheet = as_csv(registrations_with_tickets(event))

    assert "Vraagt een plek aan" in sheet
    assert "Niet toegelaten" in sheet


def test_a_request_is_erased_whole(event: Event):
    noor = ask(event).registration
    mails_written()

    erase_registration(noor)

    erased = Registration.objects.get(pk=noor.pk)
    assert (erased.name, erased.email, erased.state) == ("", "", "cancelled")
    assert not OutgoingMail.objects.filter(to="noor@example.org").exists()


def test_their_own_data_say_when_they_were_answered(event: Event):
    noor = admit(ask(event).registration)

    assert own_data(noor)["answered_at"] == noor.decided_at


def test_guests_who_were_registered_elsewhere_need_not_ask(event: Event):
    assert make_registration(event).state == "confirmed"


def test_a_copy_asks_for_approval_too(event: Event):
    assert copy_settings(event, published_event(), None).needs_approval
