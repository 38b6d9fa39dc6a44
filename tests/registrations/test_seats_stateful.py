"""Whatever people do, in any order: the rows say what a list of names on paper would say.

SEAT_RUNS sets more of them, and draws others each time.
"""

import os
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events.models import Event
from registrations.approval import admit, refuse
from registrations.attendees import admitted_count
from registrations.availability import availability_of
from registrations.cancel import cancel, cancel_tickets
from registrations.checkin import check_in, undo
from registrations.email_correction import correct_email
from registrations.exceptions import RegistrationRefused
from registrations.models import CheckIn, Device, Registration, Submission, Ticket
from registrations.party import change_party
from registrations.registration_settings import change_settings
from registrations.signup import sign_up
from tests.factories.registrations import LONG_AGO, make_device, open_event, open_registration

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

MORE = os.environ.get("SEAT_RUNS", "")
RUNS = int(MORE or "8")
PARTY = 3
PEOPLE = ["noor", "sam", "lies", "mo"]
PERSON = st.sampled_from(PEOPLE)
COMPANIONS = st.lists(st.sampled_from(["ada", "ben"]), max_size=2, unique=True)
# One of those who have a seat.
GUEST = st.integers(0, len(PEOPLE) - 1)


class Seats(RuleBasedStateMachine):
    """One event, four people and a piece of paper."""

    @initialize(capacity=st.integers(1, 5))
    def open(self, capacity: int) -> None:
        self.event_id = open_registration(open_event(), capacity=capacity, party_size=PARTY).pk
        self.phone_id = make_device(self.event).pk
        self.capacity, self.is_open, self.is_over = capacity, True, False
        # Who has seats, with the codes of their tickets by name; who is inside; the forms that were sent.
        self.seats: dict[str, dict[str, str]] = {}
        self.inside: set[tuple[str, str]] = set()
        self.forms: dict[str, UUID] = {}
        self.written: dict[str, list[str]] = {}
        # Whether the organiser admits people, and who asks, for themselves and for whom.
        self.admits = False
        self.asking: dict[str, list[str]] = {}
        # Whose seat somebody else's form found.
        self.counted_on: set[str] = set()
        self.scans: list[tuple[UUID, str, str]] = []

    @property
    def event(self) -> Event:
        return Event.objects.select_related("registration_settings").get(pk=self.event_id)

    @property
    def phone(self) -> Device:
        return Device.objects.select_related("door__event").get(pk=self.phone_id)

    @property
    def taken(self) -> int:
        return sum(map(len, self.seats.values()))

    def has_room(self, number: int = 1) -> bool:
        return self.is_open and not self.is_over and self.taken + number <= self.capacity

    @property
    def known(self) -> set[str]:
        return self.seats.keys() | self.asking.keys()

    def sit(self, person: str) -> None:
        """Or ask for it."""
        self.forms.pop(person, None)
        if self.admits:
            seats = self.request(person).current_tickets
            self.asking[person] = [seat.holder for seat in seats]
        else:
            self.seats[person] = self.codes(person)

    def asks_no_more(self, person: str) -> None:
        del self.asking[person]
        self.counted_on.discard(person)

    def asker(self, number: int) -> str:
        return sorted(self.asking)[number % len(self.asking)]

    def request(self, person: str) -> Registration:
        return Registration.objects.pending().of_mailbox(self.address(person)).get(event=self.event_id)

    def leave(self, person: str) -> None:
        del self.seats[person]
        self.counted_on.discard(person)

    def guest(self, number: int) -> str:
        return sorted(self.seats)[number % len(self.seats)]

    def address(self, person: str) -> str:
        return f"{person}.{self.event_id.hex[:8]}@example.org"

    def registration(self, person: str) -> Registration:
        return Registration.objects.live().of_mailbox(self.address(person)).get(event=self.event_id)

    def codes(self, person: str) -> dict[str, str]:
        return {ticket.holder: ticket.code for ticket in self.registration(person).current_tickets}

    def is_inside(self, person: str) -> bool:
        return any(who == person for who, _holder in self.inside)

    @rule(person=PERSON, companions=COMPANIONS, again=st.booleans(), capitals=st.booleans())
    def come(self, person: str, companions: list[str], again: bool, capitals: bool) -> None:
        form = self.forms[person] if again and person in self.forms else uuid4()
        address = self.address(person).upper() if capitals else self.address(person)
        repeats = person in self.known and form == self.forms.get(person)
        has_room = self.has_room(1 + len(companions))
        who = {"name": person, "email": address, "language": "nl"}
        try:
            answer = sign_up(self.event, submission=form, companions=companions, **who).answer
        except RegistrationRefused:
            assert not repeats
            assert not has_room
            return
        is_other = repeats and companions != self.written[person]
        assert answer == (
            "unchanged"
            if is_other
            else "repeated"
            if repeats
            else "address_known"
            if person in self.known
            else "new"
        )
        assert repeats or has_room
        if answer == "new":
            self.sit(person)
            assert list(self.asking[person] if self.admits else self.seats[person]) == [person, *companions]
            self.forms[person], self.written[person] = form, companions
        elif answer == "address_known":
            self.counted_on.add(person)

    @precondition(lambda self: self.seats)
    @rule(number=GUEST)
    def give_back(self, number: int) -> None:
        person = self.guest(number)
        try:
            cancel(self.registration(person))
        except RegistrationRefused:
            assert self.is_over or self.is_inside(person)
            return
        assert not self.is_over
        assert not self.is_inside(person)
        self.leave(person)

    @precondition(lambda self: self.seats)
    @rule(number=GUEST, which=st.integers(0, PARTY - 1))
    def give_one_back(self, number: int, which: int) -> None:
        person = self.guest(number)
        holder, code = list(self.seats[person].items())[which % len(self.seats[person])]
        try:
            cancel_tickets(self.registration(person), [Ticket.objects.of_code(code).get().pk])
        except RegistrationRefused:
            assert self.is_over or (person, holder) in self.inside
            return
        assert not self.is_over
        assert (person, holder) not in self.inside
        del self.seats[person][holder]
        if not self.seats[person]:
            self.leave(person)

    @precondition(lambda self: self.seats)
    @rule(number=GUEST, companion=st.sampled_from(["cas", "dot"]))
    def bring_one_more(self, number: int, companion: str) -> None:
        person = self.guest(number)
        has_room = self.has_room() and len(self.seats[person]) < PARTY and not self.admits
        if companion in self.seats[person]:
            return
        try:
            change_party(self.registration(person), {}, [companion])
        except RegistrationRefused:
            assert not has_room
            return
        assert has_room
        self.seats[person] = self.codes(person)

    @precondition(lambda self: self.seats)
    @rule(number=GUEST, other=PERSON)
    def mend_the_address(self, number: int, other: str) -> None:
        person = self.guest(number)
        made = Submission.objects.filter(registration=self.registration(person), made_it=True)
        form = made.order_by("email").first()
        if form is None:
            return
        correct_email(form, self.address(other))
        if other == person:
            return
        # Sent again as it was first, it finds the seat that it made, whoever has that now.
        self.forms.pop(person, None)
        if person in self.counted_on:
            if other not in self.known and self.has_room(form.number_of_people):
                self.sit(other)
            else:
                self.counted_on |= {other} & self.known
        elif not self.is_inside(person):
            if other in self.known:
                self.counted_on.add(other)
            else:
                self.forms.pop(other, None)
                self.seats[other] = self.codes(other)
            self.leave(person)

    @rule(admits=st.booleans())
    def ask_for_approval(self, admits: bool) -> None:
        self.admits = admits
        change_settings(self.event, None, needs_approval=admits)

    @precondition(lambda self: self.asking)
    @rule(number=GUEST)
    def admit(self, number: int) -> None:
        person = self.asker(number)
        has_room = not self.is_over and self.taken + len(self.asking[person]) <= self.capacity
        try:
            admit(self.request(person))
        except RegistrationRefused:
            assert not has_room
            return
        assert has_room
        self.seats[person] = self.codes(person)
        assert list(self.seats[person]) == self.asking.pop(person)

    @precondition(lambda self: self.asking)
    @rule(number=GUEST)
    def refuse(self, number: int) -> None:
        person = self.asker(number)
        try:
            refuse(self.request(person))
        except RegistrationRefused:
            assert self.is_over
            return
        # The same form would find the refusal.
        self.forms.pop(person, None)
        self.asks_no_more(person)

    @precondition(lambda self: self.asking)
    @rule(number=GUEST)
    def take_the_request_back(self, number: int) -> None:
        person = self.asker(number)
        try:
            cancel(self.request(person))
        except RegistrationRefused:
            assert self.is_over
            return
        self.asks_no_more(person)

    @precondition(lambda self: self.scans)
    @rule()
    def send_a_scan_again(self) -> None:
        nonce, code, verdict = self.scans[-1]
        assert check_in(self.phone, code, nonce=nonce).verdict == verdict

    @precondition(lambda self: self.seats)
    @rule(number=GUEST, which=st.integers(0, PARTY - 1))
    def scan(self, number: int, which: int) -> None:
        person = self.guest(number)
        holder, code = list(self.seats[person].items())[which % len(self.seats[person])]
        nonce = uuid4()
        verdict = check_in(self.phone, code, nonce=nonce).verdict
        assert verdict == ("already" if (person, holder) in self.inside else "admitted")
        self.inside.add((person, holder))
        self.scans.append((nonce, code, verdict))

    @precondition(lambda self: self.inside)
    @rule()
    def take_back(self) -> None:
        person, holder = min(self.inside)
        tickets = self.registration(person).tickets
        inside = CheckIn.objects.live().get(ticket__in=tickets.filter(holder=holder, state="valid"))
        assert undo(inside, device=self.phone)
        self.inside.discard((person, holder))

    @rule(capacity=st.integers(0, 4), is_open=st.booleans())
    def change_the_settings(self, capacity: int, is_open: bool) -> None:
        self.capacity, self.is_open = capacity, is_open
        closes_at = None if is_open else timezone.now() - timedelta(hours=1)
        change_settings(self.event, None, capacity=capacity, opens_at=LONG_AGO, closes_at=closes_at)

    @rule(days=st.sampled_from([7, 14, 21, 30, -30]))
    def move_the_event(self, days: int) -> None:
        page = self.event.page
        page.starts_at = timezone.now() + timedelta(days=days)
        page.ends_at = page.starts_at + timedelta(hours=2)
        page.save_revision().publish()
        self.is_over = days < 0

    @invariant()
    def the_rows_say_what_the_paper_says(self) -> None:
        availability = availability_of(self.event)
        assert (availability.taken, availability.seats_left) == (
            self.taken,
            max(0, self.capacity - self.taken),
        )
        assert admitted_count(self.event) == len(self.inside)
        valid = Ticket.objects.filter(registration__event=self.event_id, state="valid")
        on_paper = [code for party in self.seats.values() for code in party.values()]
        assert sorted(ticket.code for ticket in valid) == sorted(on_paper)
        live = Registration.objects.live().filter(event=self.event_id)
        pending = Registration.objects.pending().filter(event=self.event_id)
        wanted = Ticket.objects.filter(registration__in=pending, state="wanted")
        assert sorted(wanted.values_list("holder", flat=True)) == sorted(
            holder for party in self.asking.values() for holder in party
        )
        assert pending.count() == len(self.asking)
        assert live.count() == len({row.mailbox for row in live}) == len(self.seats)


def test_whatever_is_done_in_whatever_order():
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=25,
            deadline=None,
            derandomize=not MORE,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
