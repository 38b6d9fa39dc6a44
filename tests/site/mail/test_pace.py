"""The receiver sets the rate, and what was never asked loses nothing by it."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings
from time_machine import travel

from kennisstad.mail import delivery, pace
from kennisstad.mail.models import OutgoingMail, Pace
from kennisstad.mail.outbox import queue_mail
from kennisstad.mail.outgoing import State
from tests.scripted_smtp import HANG_UP, Script, ScriptedServer, always, scripted

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.touches_engine]
# Enough where nothing is sent, and much quicker.
without_commits = pytest.mark.django_db


@pytest.fixture
def said() -> dict[str, str]:
    return {}


@pytest.fixture
def server(settings: Settings, said: dict[str, str]) -> Iterator[ScriptedServer]:
    with scripted(always(said)) as running:
        settings.MAILERS = {"default": running.mailer}
        yield running


def write(amount: int, domain: str = "example.org") -> list[OutgoingMail]:
    return OutgoingMail.objects.bulk_create(
        OutgoingMail(key=to, to=to, subject="Hi", text="Hi", html="Hi", delete_after=date(2030, 1, 1))
        for to in (f"reader{number}@{domain}" for number in range(amount))
    )


def figures() -> dict[tuple[str, int], int]:
    """How many rows stand in each state after so many tries."""
    return Counter(OutgoingMail.objects.values_list("state", "tries"))


def beyond(rate: int) -> Script:
    """As a provider that takes so many in a second, and answers 454 to what is more."""
    taken: list[float] = []

    def script(_server: ScriptedServer, stage: str) -> str | None:
        if stage != "END":
            return None
        now = time.monotonic()
        if sum(now - moment < 1 for moment in taken) >= rate:
            return "454 Throttling failure: Maximum sending rate exceeded."
        taken.append(now)
        return None

    return script


def test_a_provider_that_takes_so_many_in_a_second_gets_them_all_and_nobody_uses_up_a_try(
    settings: Settings,
):
    write(60)
    with scripted(beyond(rate=20)) as server:
        settings.MAILERS = {"default": server.mailer}
        began = time.monotonic()
        while OutgoingMail.objects.filter(state=State.QUEUED).exists():
            delivery.send_due()

    assert figures() == {(State.SENT, 0): 60}
    assert len(server.asked) < 2 * 60
    assert time.monotonic() - began < 5 * (60 / 20)


def test_a_server_that_hangs_up_after_so_many_is_only_called_again(settings: Settings):
    write(23)
    with scripted(
        lambda it, stage: (
            "421 4.7.0 too many in one go" if stage == "MAIL" and it.on_connection == 5 else None
        )
    ) as server:
        settings.MAILERS = {"default": server.mailer}
        delivery.send_due()

    assert figures() == {(State.SENT, 0): 23}
    assert server.connections == 5
    assert not Pace.objects.exists()


@pytest.mark.parametrize("stage", ["GREETING", "HELO", "MAIL", "RCPT", "DATA"])
def test_who_hangs_up_before_the_message_leaves_nobody_in_doubt(
    server: ScriptedServer, said: dict[str, str], stage: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(delivery, "PATIENCE", timedelta(0))
    said[stage] = HANG_UP
    write(12)

    for _call in range(3):
        try:
            delivery.send_due()
        except OSError:
            continue

    assert figures() == {(State.QUEUED, 0): 12}
    assert len(server.senders) <= 3
    said.clear()
    with travel(timezone.now() + timedelta(minutes=5)):
        delivery.send_due()
        assert figures() == {(State.SENT, 0): 12}
    assert not Pace.objects.exists()


@without_commits
def test_a_rest_becomes_longer_and_ends_with_the_first_mail_that_is_taken():
    with travel(timezone.now(), tick=False):
        rests = [pace.rest(pace.MAIL_SERVER, "away") - timezone.now() for _ in range(11)]
        assert pace.reserve(1, within=timedelta(seconds=20)) is None

    assert rests[:4] == [timedelta(seconds=seconds) for seconds in (1, 2, 4, 8)]
    assert rests[-1] == timedelta(seconds=pace.LONGEST_REST)
    pace.speed_up(pace.MAIL_SERVER, 1)
    assert not Pace.objects.exists()


@without_commits
def test_a_pace_becomes_half_and_then_ever_faster():
    for _ in range(3):
        pace.slow_down(pace.MAIL_SERVER, "too fast")
    slow = Pace.objects.get()
    pace.speed_up(pace.MAIL_SERVER, 10)
    quicker = Pace.objects.get()

    assert slow.interval == pytest.approx(4 * pace.FIRST)
    assert quicker.interval == pytest.approx(slow.interval * pace.QUICKER**10)
    assert quicker.interval < slow.interval
    assert (slow.words, quicker.words) == ("too fast", "")


@without_commits
def test_whoever_is_asked_too_fast_is_let_alone_for_a_second_and_ever_longer_up_to_the_slowest_pace():
    with travel(timezone.now(), tick=False):
        waits = [pace.slow_down(pace.MAIL_SERVER, "too fast") - timezone.now() for _ in range(15)]

    assert waits[:6] == [timedelta(seconds=pace.SHORTEST_REST)] * 5 + [timedelta(seconds=32 * pace.FIRST)]
    assert waits[-1] == timedelta(seconds=pace.SLOWEST)
    assert Pace.objects.get().interval == pace.SLOWEST


@without_commits
def test_a_mail_that_is_taken_ends_the_rest_though_not_at_once_the_slow_pace():
    pace.slow_down(pace.MAIL_SERVER, "too fast")
    pace.rest(pace.MAIL_SERVER, "away")
    pace.count_refusal(pace.MAIL_SERVER)

    pace.speed_up(pace.MAIL_SERVER, 1)

    assert list(Pace.objects.values_list("rest", "refusals", "words")) == [(0, 0, "")]


@without_commits
def test_without_any_pace_nobody_waits():
    assert pace.known() == {}
    assert pace.reserve(5, within=timedelta(0)) == timedelta(0)


@without_commits
def test_the_operators_rate_makes_the_server_slow_from_now_on(settings: Settings):
    settings.MAILS_PER_SECOND = 10
    with travel(timezone.now(), tick=False):
        assert pace.known() == {pace.MAIL_SERVER: timezone.now()}

        until = pace.rest(pace.MAIL_SERVER, "away")

        assert pace.known() == {pace.MAIL_SERVER: until}


@without_commits
def test_the_slower_of_both_rates_counts(settings: Settings):
    settings.MAILS_PER_SECOND = 100
    pace.slow_down(pace.MAIL_SERVER, "too fast")

    with travel(timezone.now() + timedelta(minutes=1), tick=False):
        waits = [pace.reserve(10, within=timedelta(minutes=1)) for _turn in range(2)]

    assert waits == [timedelta(0), timedelta(seconds=10 * pace.FIRST)]


@without_commits
@pytest.mark.parametrize(
    "hear",
    [
        lambda: pace.rest(pace.MAIL_SERVER, "554"),
        lambda: pace.slow_down(pace.MAIL_SERVER, "454"),
        lambda: pace.speed_up(pace.MAIL_SERVER, 1000),
    ],
)
def test_what_an_administrator_switched_off_stays_off_whatever_the_server_says(hear: Callable[[], object]):
    pace.switch_off("Stop.")

    hear()

    assert pace.reserve(1, within=timedelta(days=365)) is None
    assert pace.trouble() == "Stop."


def test_sending_that_is_switched_off_stops_within_a_handful(settings: Settings):
    write(30)

    def script(it: ScriptedServer, stage: str) -> str | None:
        if stage == "END" and len(it.accepted) == 3:
            pace.switch_off("Stop.")
            connection.close()
        return None

    with scripted(script) as running:
        settings.MAILERS = {"default": running.mailer}
        delivery.send_due()

        assert len(running.accepted) == delivery.HANDFUL
    assert OutgoingMail.objects.filter(state=State.SENT).count() == delivery.HANDFUL


@without_commits
def test_only_what_the_mail_server_said_is_trouble_with_it():
    pace.rest("example.org", "451 busy")
    assert pace.trouble() == ""

    pace.rest(pace.MAIL_SERVER, "554 go away")
    assert pace.trouble() == "554 go away"


@without_commits
def test_two_workers_keep_one_pace(settings: Settings):
    settings.MAILS_PER_SECOND = 10
    patient = timedelta(minutes=1)
    with travel(timezone.now(), tick=False):
        waits = [pace.reserve(5, within=patient) for _worker in range(3)]

        assert waits == [timedelta(0), timedelta(seconds=0.5), timedelta(seconds=1)]
        assert pace.reserve(5, within=timedelta(seconds=1)) is None
        assert pace.reserve(5, within=timedelta(seconds=1.5)) == timedelta(seconds=1.5)


def test_the_operators_rate_is_kept(server: ScriptedServer, settings: Settings):
    settings.MAILS_PER_SECOND = 50
    write(20)
    began = time.monotonic()

    delivery.send_due()

    assert time.monotonic() - began >= 15 / 50
    assert figures() == {(State.SENT, 0): 20}


def test_a_domain_that_puts_off_a_few_is_let_alone_and_the_others_go_on(settings: Settings):
    write(20, "busy.example.org")
    write(5, "example.org")

    def script(it: ScriptedServer, stage: str) -> str | None:
        return "451 4.7.1 later" if stage == "RCPT" and it.asked[-1].endswith("busy.example.org") else None

    with scripted(script) as server:
        settings.MAILERS = {"default": server.mailer}
        delivery.send_due()

    asked = Counter(address.partition("@")[2] for address in server.asked)
    assert asked["busy.example.org"] == delivery.HANDFUL
    assert figures() == {(State.SENT, 0): 5, (State.QUEUED, 1): 5, (State.QUEUED, 0): 15}
    with scripted(always({})) as server, travel(timezone.now() + timedelta(minutes=5)):
        settings.MAILERS = {"default": server.mailer}
        delivery.send_due()
        assert OutgoingMail.objects.filter(state=State.SENT).count() == 25
    assert not Pace.objects.exists()


def test_who_takes_nothing_at_all_rests_and_goes_at_once_when_it_is_back(
    server: ScriptedServer, said: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(delivery, "PATIENCE", timedelta(0))
    said["RCPT"] = "451 4.3.0 lookup failed"
    write(12)
    with travel(timezone.now()) as clock:
        for _call in range(10):
            delivery.send_due()
            clock.shift(timedelta(minutes=5))

        assert figures() == {(State.QUEUED, 0): 12}
        assert pace.takes_nothing()
        said.clear()
        delivery.send_due()

    assert figures() == {(State.SENT, 0): 12}
    assert not Pace.objects.exists()


def test_one_address_that_the_server_stumbles_over_holds_up_nobody_and_comes_to_an_end(settings: Settings):
    write(12)

    def script(it: ScriptedServer, stage: str) -> str | None:
        return "451 4.3.0 lookup failed" if stage == "RCPT" and it.asked[-1].startswith("reader7@") else None

    with scripted(script) as server, travel(timezone.now()) as clock:
        settings.MAILERS = {"default": server.mailer}
        delivery.send_due()
        assert figures() == {(State.SENT, 0): 11, (State.QUEUED, 1): 1}
        for number in range(7):
            clock.shift(timedelta(days=1))
            write(1, f"example{number}.org")
            OutgoingMail.objects.filter(key__endswith=f"@example{number}.org").update(
                not_before=timezone.now() - timedelta(days=9)
            )
            delivery.send_due()

    assert figures() == {(State.SENT, 0): 18, (State.FAILED, 7): 1}


def test_a_ticket_that_is_refused_because_of_us_waits(
    server: ScriptedServer, said: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(delivery, "PATIENCE", timedelta(0))
    said["MAIL"] = "554 5.7.1 sender denied"
    write(4)

    delivery.send_due()

    assert figures() == {(State.QUEUED, 0): 3, (State.QUEUED, 1): 1}
    assert Pace.objects.get().words == "554 5.7.1 sender denied"
    said.clear()
    with travel(timezone.now() + timedelta(minutes=5)):
        delivery.send_due()
    assert OutgoingMail.objects.filter(state=State.SENT).count() == 4


def test_while_it_is_slow_a_ticket_waits_for_a_handful_at_most(
    server: ScriptedServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    settings.MAILS_PER_SECOND = 100
    write(30)
    asked = iter(["ticket"])

    def put_in_outbox() -> None:
        if len(server.accepted) >= delivery.HANDFUL:
            for name in asked:
                key = f"{name}@example.org"
                queue_mail(
                    key=key,
                    to=key,
                    subject="Hi",
                    text="Hi",
                    html="Hi",
                    language="nl",
                    delete_after=date(2030, 1, 1),
                )

    monkeypatch.setattr(delivery, "BEFORE_SENDING", [put_in_outbox])

    delivery.send_due()

    assert server.accepted.index("ticket@example.org") == delivery.HANDFUL
    assert len(server.accepted) == 31


@without_commits
def test_refusals_because_of_us_are_counted_over_calls_and_workers():
    pace.rest(pace.MAIL_SERVER, "554")

    assert [pace.count_refusal(pace.MAIL_SERVER) for _ in range(3)] == [1, 2, 3]
    pace.speed_up(pace.MAIL_SERVER, 1)
    pace.rest(pace.MAIL_SERVER, "554")
    assert pace.count_refusal(pace.MAIL_SERVER) == 1
    assert pace.count_refusal("example.org") == 0


@without_commits
def test_nothing_is_known_for_long_of_a_destination():
    hours_ago = {"example.org": 25, "example.net": 23}
    for domain, hours in hours_ago.items():
        pace.rest(domain, "451")
        Pace.objects.filter(destination=domain).update(not_before=timezone.now() - timedelta(hours=hours))

    assert pace.forget() == 1
    assert Pace.objects.get().destination == "example.net"
