"""What a monitor reads on /readyz."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from kennisstad.health import readiness
from kennisstad.jobs import periodic
from kennisstad.jobs.models import PeriodicJob
from kennisstad.mail import delivery, pace
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outgoing import State
from tests.scripted_smtp import always, scripted

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def _a_worker_lives():
    periodic.call_due(NOW, lambda _name: None)


def read() -> tuple[int, str]:
    # As a monitor on the machine itself: no host name of ours, no TLS.
    answer = Client(headers={"host": "127.0.0.1:8000"}).get("/readyz")
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, answer.text


@pytest.mark.usefixtures("_a_worker_lives")
def test_all_is_well_and_says_what_that_means():
    status, text = read()

    assert status == 200
    lines = text.splitlines()
    assert lines[0] == "ready"
    assert "ok  database: answers" in lines
    assert "ok  migrations: all there" in lines
    assert "ok  erase_expired_data: not done yet, due 2027-03-02 03:15" in lines


def test_a_worker_that_never_ran_is_missed():
    status, text = read()

    assert status == 503
    assert text.startswith("not ready\n")
    assert "NO  worker: none has run on this database yet: start manage.py work" in text


@pytest.mark.usefixtures("_a_worker_lives")
def test_a_worker_that_died_is_missed_and_so_is_what_it_did_last(clock):
    PeriodicJob.objects.filter(name="deliver").update(done_at=NOW)
    clock.move_to(NOW + timedelta(minutes=10))

    status, text = read()

    assert status == 503
    assert "NO  deliver: done 10\xa0minutes ago, due 9\xa0minutes ago: does a worker run?" in text


@pytest.mark.usefixtures("_a_worker_lives")
def test_a_job_that_keeps_failing_is_named_with_its_error(clock):
    PeriodicJob.objects.filter(name="erase_expired_data").update(due=NOW, failure="ProtectedError")
    clock.move_to(NOW + timedelta(hours=1))

    assert "NO  erase_expired_data: not done yet, due 1\xa0hour ago, ended with ProtectedError" in read()[1]


@pytest.mark.usefixtures("_a_worker_lives")
def test_a_migration_that_was_not_run_is_named():
    last = max(name for app, name in readiness.latest_migrations() if app == "mail")
    MigrationRecorder.Migration.objects.filter(app="mail", name=last).delete()

    status, text = read()

    assert status == 503
    assert "NO  migrations: run manage.py migrate: it has to change mail" in text


@pytest.mark.usefixtures("_a_worker_lives")
def test_a_disk_that_is_almost_full_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(readiness, "ENOUGH_BYTES", 10**18)

    status, text = read()

    assert status == 503
    assert "NO  disk: only " in text


@pytest.mark.usefixtures("_a_worker_lives")
def test_a_folder_that_is_gone_is_told(settings, tmp_path: Path):
    settings.DATA_DIR = tmp_path / "gone"

    status, text = read()

    assert status == 503
    assert "NO  disk: DATA_DIR cannot be looked at (No such file or directory): see that it is there" in text
    assert "ok  mail: goes as it is written" in text


def test_a_database_without_tables_is_to_be_migrated():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO elsewhere")

    status, text = read()

    assert status == 503
    assert "NO  migrations: run manage.py migrate: it has to change " in text
    assert "does not answer" not in text


@pytest.mark.usefixtures("_a_worker_lives")
def test_mail_that_does_not_go_is_told(clock):
    mail = OutgoingMail.objects.create(key="ticket", to="guest@example.org", delete_after=NOW)
    assert "ok  mail: goes as it is written" in read()[1]
    clock.move_to(NOW + timedelta(minutes=20))

    status, text = read()

    assert status == 503
    assert "NO  mail: does not go: one waits for 20\xa0minutes, see /cms/mail/" in text
    mail.settle(State.SENT)
    assert "ok  mail: goes as it is written" in read()[1]


@pytest.mark.usefixtures("_a_worker_lives")
def test_a_mail_that_waited_for_its_turn_is_no_alarm(clock):
    OutgoingMail.objects.create(key="later", to="guest@example.org", delete_after=NOW)
    clock.move_to(NOW + timedelta(hours=5))
    OutgoingMail.objects.update(not_before=NOW + timedelta(hours=5))
    PeriodicJob.objects.update(due=NOW + timedelta(hours=6))

    assert read()[0] == 200


@pytest.mark.usefixtures("_a_worker_lives")
def test_a_mail_server_that_takes_nothing_is_told_while_there_is_mail():
    mail = OutgoingMail.objects.create(
        key="later", to="guest@example.org", delete_after=NOW, not_before=NOW + timedelta(hours=1)
    )
    for _time in range(6):
        pace.rest(pace.MAIL_SERVER, "554 go away, noor@example.org")
    assert read()[0] == 200

    pace.rest(pace.MAIL_SERVER, "554 go away, noor@example.org")

    assert read()[0] == 503
    assert "NO  mail: the mail server takes nothing, see /cms/mail/" in read()[1]
    assert "noor" not in read()[1]
    mail.settle(State.FAILED)
    assert read()[0] == 200


@pytest.mark.usefixtures("_a_worker_lives")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("451 4.3.0 lookup failed", "takes nothing"),
        ("451 not now", "takes nothing"),
        ("450 4.2.0 greylisted", "puts off whoever it is for"),
        ("451 4.7.1 greylisted", "puts off whoever it is for"),
    ],
)
def test_a_mail_server_that_puts_off_everybody_is_told_until_it_takes_one(
    settings, clock, monkeypatch: pytest.MonkeyPatch, words: str, told: str
):
    monkeypatch.setattr(delivery, "PATIENCE", timedelta(0))
    for name in ("anna@example.org", "noor@example.net"):
        OutgoingMail.objects.create(key=name, to=name, subject="Hi", text="Hi", html="Hi", delete_after=NOW)
    said = {"RCPT": words}
    with scripted(always(said)) as server:
        settings.MAILERS = {"default": server.mailer}
        for _quarter in range(8):
            delivery.send_due()
            clock.shift(timedelta(minutes=15))
        assert f"NO  mail: the mail server {told}, see /cms/mail/" in read()[1]
        said.clear()
        clock.shift(timedelta(hours=5))
        delivery.send_due()

    assert "ok  mail: goes as it is written" in read()[1]


@pytest.mark.usefixtures("_a_worker_lives")
@pytest.mark.parametrize("others", [["noor@example.org"], ["noor@example.org", "taken@example.net"]])
def test_one_domain_that_puts_off_is_no_alarm(others: list[str]):
    for name in ["anna@example.org", *others]:
        OutgoingMail.objects.create(key=name, to=name, delete_after=NOW, tries=3, offered_at=NOW)
    taken = OutgoingMail.objects.filter(to__startswith="taken")
    taken.update(state=State.SENT, offered_at=NOW + timedelta(minutes=1))
    OutgoingMail.objects.exclude(pk__in=taken).update(not_before=NOW + timedelta(hours=1))

    assert read()[0] == 200


def test_whether_the_process_lives_is_asked_of_nothing_else(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client(headers={"host": "127.0.0.1:8000"}).get("/healthz")

    assert (answer.status_code, answer.text, answer["Content-Length"]) == (200, "ok\n", "3")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_is_only_read(path: str):
    assert Client().post(path).status_code == 405


def test_under_the_sites_own_name_it_answers_as_well():
    assert Client().get("/healthz").status_code == 200
