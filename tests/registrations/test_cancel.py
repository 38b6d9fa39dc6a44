"""What stays true of somebody who gave their seat back, and of somebody who was erased."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import travel

from events.models import EventPage
from kennisstad.audit.models import AuditEntry
from kennisstad.mail.models import OutgoingMail
from kennisstad.privacy.retention import erase_expired
from registrations import states
from registrations.attendees import count_registrations_below
from registrations.cancel import cancel
from registrations.change_mails import queue_change_mails
from registrations.exceptions import Reason, RegistrationRefused
from registrations.models import Message, Registration, Submission, Ticket, TicketRequest
from registrations.models.registration import KEPT_AFTER_EVENT
from registrations.ticket_mails import mail_all_tickets
from tests.factories.events import event_of
from tests.factories.registrations import mails_written, make_registration, open_event, scan_code, ticket
from tests.registrations.news import republish, told
from tests.registrations.test_signup import come

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]


def test_the_moment_of_cancelling_is_the_first_one_for_ever():
    registration, first = make_registration(), timezone.now()
    cancel(registration, at=first)

    assert cancel(registration, at=first + timedelta(hours=1)).cancelled_at == first
    with pytest.raises(RegistrationRefused) as refusal:
        states.cancel(Registration.objects.get(), first + timedelta(hours=2))

    assert refusal.value.code == "cancelled"
    assert Registration.objects.get().cancelled_at == first


def test_cancelling_is_written_down_once_and_names_nobody():
    registration = make_registration()
    for _time in range(2):
        cancel(registration)

    entry = AuditEntry.objects.get(action="registrations.cancelled")
    assert entry.details == {"event": str(registration.event_id)}


def test_cancelling_touches_nobody_else():
    event = open_event()
    cancelled, other = make_registration(event), make_registration(event)

    cancel(cancelled)

    assert list(Registration.objects.live()) == [other]
    assert other.tickets.get().state == Ticket.State.VALID


def test_cancelling_is_possible_until_the_last_moment():
    registration = make_registration()

    assert cancel(registration, at=registration.event.ends_at - timedelta(seconds=1)).is_cancelled


def test_what_is_over_cannot_be_given_back():
    registration = make_registration()

    with pytest.raises(RegistrationRefused) as refusal:
        cancel(registration, at=registration.event.ends_at)

    assert refusal.value.code == Reason.OVER
    assert Registration.objects.live().exists()


def test_who_is_inside_gives_nothing_back():
    held = ticket()
    scan_code(held.registration.event, held.code)

    with pytest.raises(RegistrationRefused) as refusal:
        cancel(held.registration)

    assert refusal.value.code == Reason.ADMITTED
    assert Ticket.objects.get().state == Ticket.State.VALID


def test_cancelling_changes_nothing_that_somebody_mended_meanwhile():
    registration = make_registration(name="Noor")
    Registration.objects.update(name="Noor de Vries")

    states.cancel(registration, timezone.now())

    assert Registration.objects.get().name == "Noor de Vries"


def test_nobody_is_confirmed_in_the_place_of_somebody_else():
    held = ticket()

    for registration, tickets in ((held.registration, []), (make_registration(), [held])):
        with pytest.raises(IntegrityError), transaction.atomic():
            states.confirm(registration, tickets)


@pytest.mark.parametrize(
    "values", [{"state": "cancelled"}, {"cancelled_at": timezone.now()}], ids=["no moment", "not cancelled"]
)
def test_the_database_knows_when_what_was_cancelled(values: dict[str, object]):
    make_registration()

    with pytest.raises(IntegrityError, match="cancelled_has_its_moment"), transaction.atomic():
        Registration.objects.update(**values)


def test_every_row_about_a_guest_ends_with_the_same_day():
    event = open_event()
    come(event)
    requests = TicketRequest.objects.all()
    last_days = {
        row.delete_after for rows in (Registration, Ticket, Submission) for row in rows.objects.all()
    }
    last_days |= {row.delete_after for row in [*requests, *mails_written()]}

    assert last_days == {timezone.localdate(event.ends_at) + KEPT_AFTER_EVENT}


def test_the_forms_and_mails_of_a_guest_are_erased_after_their_last_day_and_not_on_it():
    registration = come(open_event())
    mails_written()
    last_day = registration.delete_after

    with travel(registration.event.ends_at + KEPT_AFTER_EVENT):
        erase_expired(last_day)
        assert (Submission.objects.count(), OutgoingMail.objects.count()) == (1, 1)
        assert Registration.objects.exclude(email="").exists()

        erase_expired(last_day + timedelta(days=2))

    assert (Submission.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    assert Registration.objects.filter(name="", email="", mailbox=None).exists()


def erase(name: str) -> None:
    Registration.objects.filter(name=name).erase()


def test_who_was_erased_is_mailed_nothing(page: EventPage):
    erase("sam")
    republish(page, status="cancelled")

    assert Registration.objects.to_be_told().count() == 1
    assert queue_change_mails() == 1
    assert told().keys() == {"noor"}


def test_who_was_erased_while_a_mail_waited_does_not_get_it(page: EventPage):
    republish(page, status="cancelled")
    assert queue_change_mails() == 2
    erase("sam")

    assert told().keys() == {"noor"}
    assert sorted(Message.objects.values_list("state", flat=True)) == ["sent", "withdrawn"]


def test_who_was_erased_is_found_by_no_address(page: EventPage):
    Registration.objects.all().erase()
    mail_all_tickets("")

    assert not mails_written().exists()
    assert not event_of(page).registrations.of_mailbox("").exists()
    assert count_registrations_below(page) == 0
