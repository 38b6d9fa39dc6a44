"""What the record may say of a mail that nobody answered, and when it knows nothing."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from pytest_django.fixtures import Settings

from kennisstad.mail import server_log, settling
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outgoing import State
from kennisstad.mail.server_log import SENDER

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _time_stands_still() -> Iterator[None]:
    """A long run may come to these tests a quarter of an hour after it read them."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def log(tmp_path: Path, settings: Settings) -> Path:
    settings.MAIL_EVIDENCE = str(tmp_path / "mail.log")
    settings.MAIL_GRACE_SECONDS = 1
    (tmp_path / "mail.log").touch()
    return tmp_path / "mail.log"


def mail(name: str, offered_at: datetime, state: State = State.SENT, attempts: int = 1) -> OutgoingMail:
    return OutgoingMail.objects.create(
        key=name, to=f"{name}@example.org", subject="Hi", text="Hi", html="Hi", delete_after=date(2030, 1, 1),
        state=state, attempts=attempts, offered_at=offered_at,
    )  # fmt: skip


def silent(attempts: int = 1) -> OutgoingMail:
    """Offered ten minutes ago, and never answered."""
    return mail("silent", NOW - 10 * MINUTE, State.OFFERED, attempts)


def taken(row: OutgoingMail) -> str:
    return f"Nov 26 22:41:22 mx postfix/qmgr[1]: 4ZBc: from=<{row.envelope_sender}>, size=1, nrcpt=1 (queue active)\n"


def rejected(row: OutgoingMail) -> str:
    return (
        "Nov 26 22:41:22 mx postfix/smtpd[2]: NOQUEUE: reject: RCPT from localhost[127.0.0.1]: 451 4.3.0 Later; "
        f"from=<{row.envelope_sender}> to=<{row.to}> proto=ESMTP helo=<web>\n"
    )


def settled(row: OutgoingMail) -> State:
    settling.settle_unanswered()
    row.refresh_from_db()
    return State(row.state)


def test_what_the_record_shows_was_accepted(log: Path):
    row = silent()
    log.write_text(taken(row))

    assert settled(row) == State.SENT


def test_what_it_shows_of_an_earlier_attempt_says_nothing_about_this_one(log: Path):
    row, control = silent(), mail("control", NOW - 9 * MINUTE)
    log.write_text(taken(row) + taken(control))
    OutgoingMail.objects.filter(pk=row.pk).update(attempts=2)

    assert settled(row) == State.QUEUED


def test_an_offer_of_the_version_before_is_known_by_its_token_alone(log: Path):
    row = silent()
    log.write_text(f"from=<post+{row.token}@example.org> to=<a@example.org>\n")

    assert settled(row) == State.SENT


@pytest.mark.parametrize("line", [rejected, lambda _row: ""])
def test_what_it_does_not_show_was_not_accepted_where_it_shows_what_was(
    log: Path, line: Callable[[OutgoingMail], str]
):
    row, before, after = silent(), mail("before", NOW - 11 * MINUTE), mail("after", NOW - 9 * MINUTE)
    log.write_text(taken(before) + line(row) + taken(after))

    assert settled(row) == State.QUEUED
    assert row.tries == 1


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ([], []),
        (["before"], []),
        (["before", "after"], ["before"]),
        (["before", "after"], ["after"]),
        (["an hour before"], ["an hour before"]),
    ],
)
def test_a_record_that_lacks_what_certainly_went_knows_nothing(log: Path, known: list[str], shown: list[str]):
    """Empty, another server's, rotated away in between, or no longer written."""
    moments = {"before": 11 * MINUTE, "after": 9 * MINUTE, "an hour before": 70 * MINUTE}
    row, controls = silent(), {name: mail(name, NOW - moments[name]) for name in known}
    other = "from=<post+ffffffffffffffffffffffffffffffff-1@example.org> to=<x@example.org>\n"
    log.write_text(other + "".join(taken(controls[name]) for name in shown))

    assert settled(row) == State.DOUBT


@pytest.mark.parametrize(("minutes", "state"), [(10, State.DOUBT), (40, State.QUEUED)])
def test_a_record_that_may_only_be_late_proves_nothing_yet(log: Path, minutes: int, state: State):
    row = mail("silent", NOW - minutes * MINUTE, State.OFFERED)
    log.write_text(taken(mail("before", NOW - (minutes + 5) * MINUTE)))

    assert settled(row) == state


def test_one_that_was_found_shows_that_the_record_was_kept_at_that_moment(log: Path):
    """A handful that was offered together: the second was taken, so the first would be there too."""
    row, second = silent(), mail("second", NOW - 10 * MINUTE, State.OFFERED)
    log.write_text(taken(second))

    assert settled(row) == State.QUEUED


def test_what_went_before_and_what_went_next_may_be_hours_away(log: Path):
    row = mail("silent", NOW - 200 * MINUTE, State.OFFERED)
    before, after = mail("before", NOW - 300 * MINUTE), mail("after", NOW - 100 * MINUTE)
    log.write_text(taken(before) + taken(after))

    assert settled(row) == State.QUEUED


def test_a_record_that_ends_with_one_of_the_same_moment_knows_nothing(log: Path):
    row, same, _after = silent(), mail("same", NOW - 10 * MINUTE), mail("after", NOW - 9 * MINUTE)
    log.write_text(taken(same))

    assert settled(row) == State.DOUBT


def test_doubt_ends_once_the_record_is_back(log: Path):
    row, before, after = silent(), mail("before", NOW - 11 * MINUTE), mail("after", NOW - 9 * MINUTE)
    assert settled(row) == State.DOUBT

    log.write_text(taken(before) + taken(row) + taken(after))

    assert settled(row) == State.SENT


def test_a_record_that_was_rotated_away_since_the_offer_is_read_too(log: Path):
    row = silent()
    log.with_name("mail.log.1").write_text(taken(row))

    assert settled(row) == State.SENT


def test_of_what_was_offered_a_day_ago_even_a_record_of_that_day_proves_nothing(log: Path):
    row, before, after = (
        mail(name, NOW - timedelta(hours=hours), state)
        for name, hours, state in [
            ("silent", 24.5, State.OFFERED),
            ("before", 25, State.SENT),
            ("after", 24, State.SENT),
        ]
    )
    log.write_text(taken(before) + taken(after))

    assert settled(row) == State.DOUBT


def test_what_moved_on_is_counted_and_what_stays_in_doubt_is_not(log: Path):
    row = silent()
    row.note("SMTPServerDisconnected: gone")

    assert [settling.settle_unanswered() for _time in range(2)] == [1, 0]

    row.refresh_from_db()
    assert (row.state, row.error) == (State.DOUBT, "SMTPServerDisconnected: gone")


def test_a_ticket_that_goes_again_keeps_what_went_wrong(log: Path):
    row = mail("silent", NOW - 20 * MINUTE, State.OFFERED)
    row.note("SMTPServerDisconnected: gone")

    assert [settled(row) for _time in range(2)] == [State.DOUBT, State.QUEUED]
    assert row.error == "SMTPServerDisconnected: gone"


def _in_any_line(lines: Iterable[str]) -> Iterator[str]:
    return (found["token"] for line in lines for found in re.finditer(SENDER, line))


def test_with_a_reader_that_takes_any_line_that_mail_would_be_lost(
    log: Path, monkeypatch: pytest.MonkeyPatch
):
    row, before = silent(), mail("before", NOW - 11 * MINUTE)
    log.write_text(taken(before) + rejected(row))
    monkeypatch.setattr(server_log, "tokens_in", _in_any_line)

    assert settled(row) == State.SENT


def test_without_the_control_an_empty_record_would_send_it_twice(log: Path, monkeypatch: pytest.MonkeyPatch):
    row = silent()
    monkeypatch.setattr(settling, "_fate", lambda *_of: settling.Fate.REFUSED)

    assert settled(row) == State.QUEUED
