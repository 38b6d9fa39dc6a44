"""A whole copy, put back on another machine: another database, another folder, a process of its own."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from io import StringIO
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings as now
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection

from kennisstad.backup import copies, files
from kennisstad.backup.databases import NAMES
from kennisstad.health import readiness
from kennisstad.mail import delivery, pace, restoring
from kennisstad.mail.models import OutgoingMail
from newsletter.models import Mailing
from registrations.models import Registration
from tests.factories.newsletter import SubscriberFactory, approved_mailing
from tests.factories.registrations import make_registration
from tests.postgres import PROGRAMS

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.touches_engine]

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    for tree, name in ((settings.MEDIA_ROOT, "images/zaal.jpg"), (settings.PRIVATE_ROOT, "documents/é.pdf")):
        (tree / name).parent.mkdir(parents=True)
        (tree / name).write_text(name)
    # PostgreSQL's own programs, of the version of the server.
    monkeypatch.setenv("PATH", f"{PROGRAMS / 'pginstall' / 'bin'}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(autouse=True)
def _nothing_stays_half_restored(transactional_db: None) -> Iterator[None]:
    """A restore that fails half-way says so in the database, which the next test has too."""
    yield
    if restoring.is_under_way():
        restoring.end()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    if connection.vendor == "sqlite":
        # Its own figures about the tables stand in a table too.
        connection.cursor().execute("ANALYZE")
    make_registration(name="Noor", email="noor@example.org")
    SubscriberFactory()
    approved_mailing()
    OutgoingMail.objects.create(to="noor@example.org", subject="Ticket", delete_after=date(2050, 1, 1))
    folder = tmp_path / "copy"
    call_command("backup", folder, stdout=StringIO())
    return folder


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of an empty database, of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name, server = f"restored_{uuid4().hex}", os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield server.rpartition("/")[0] + f"/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def restore(
    copy: Path, database: str, folder: Path, *options: str, program: Sequence[str] = ("manage.py",)
) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kennisstad.settings.test",
        "DATABASE_URL": database,
        "DATA_DIR": str(folder),
    }
    command = [sys.executable, *program, "restore", str(copy), *options]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False
    )


def ask(database: str, folder: Path, query: str) -> list[tuple[object, ...]]:
    if database:
        with psycopg.connect(database) as there:
            return there.execute(query).fetchall()
    with closing(sqlite3.connect(folder / "kennisstad.sqlite3")) as there:
        return there.execute(query).fetchall()


def test_a_copy_that_is_put_back_is_what_was_copied(copy: Path, elsewhere: str, tmp_path: Path):
    there = tmp_path / "there"

    ended = restore(copy, elsewhere, there, "--nobody-left")

    assert ended.returncode == 0, ended.stderr
    assert "Sending is off." in ended.stdout
    assert ask(elsewhere, there, "SELECT name, email FROM registrations_registration") == [
        ("Noor", "noor@example.org")
    ]
    [(words,)] = ask(elsewhere, there, "SELECT words FROM mail_pace WHERE destination = ''")
    assert words.startswith("This is a restored copy.")
    assert "Held back: 1 newsletters that were being sent." in ended.stdout
    assert ask(elsewhere, there, "SELECT state FROM newsletter_mailing") == [("held",)]
    assert (there / "media/images/zaal.jpg").read_text() == "images/zaal.jpg"
    assert (there / "private/documents/é.pdf").read_text() == "documents/é.pdf"

    # Once more it would lose what is there now, so that is asked for; whoever was erased since is not back.
    assert "Say --replace" in restore(copy, elsewhere, there, "--nobody-left").stderr
    erased = tmp_path / "erased"
    erased.write_text("NOOR@example.org\n\n")
    (there / "media/images/later.jpg").touch()
    again = restore(copy, elsewhere, there, "--replace", "--left", str(erased), "--erased", str(erased))
    assert "Left: 0. Erased: 1." in again.stdout, again.stderr
    assert ask(elsewhere, there, "SELECT name, email, status FROM registrations_registration") == [
        ("", "", "cancelled")
    ]
    assert not (there / "media/images/later.jpg").exists()


def test_a_copy_holds_personal_data_and_is_for_its_maker_alone(copy: Path):
    assert copy.stat().st_mode & 0o777 == 0o700
    assert now.SECRET_KEY not in (copy / "manifest.json").read_text()


def test_nothing_that_is_there_is_written_over(copy: Path):
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", copy)


def test_half_a_copy_is_none(copy: Path):
    (copy / "manifest.json").unlink()

    with pytest.raises(CommandError, match="is no copy"):
        call_command("restore", copy, nobody_left=True)


def damage(copy: Path) -> None:
    part = copy / NAMES[connection.vendor]
    part.write_bytes(part.read_bytes() + b"?")


def lose_files(copy: Path) -> None:
    (copy / "private.tar").unlink()


def rewrite(**changes: object):
    def change(copy: Path) -> None:
        manifest = json.loads((copy / "manifest.json").read_text())
        (copy / "manifest.json").write_text(json.dumps(manifest | changes))

    return change


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (damage, "is missing or damaged"),
        (lose_files, "is missing or damaged"),
        (rewrite(key="another"), "SECRET_KEY is not the one"),
        (rewrite(engine="oracle"), "This copy is of oracle"),
        (rewrite(migrations=[["mail", "9999_later"]]), r"A newer version made this copy \(mail\)"),
        (lambda _copy: None, "Say --replace"),
    ],
)
def test_what_cannot_be_put_back_changes_nothing(copy: Path, spoil, words: str):
    spoil(copy)

    with pytest.raises(CommandError, match=words):
        call_command("restore", copy, nobody_left=True)

    assert Registration.objects.get().name == "Noor"
    assert (now.MEDIA_ROOT / "images/zaal.jpg").exists()


def test_who_left_since_is_asked_for(copy: Path):
    with pytest.raises(CommandError, match="--left FILE and --erased FILE"):
        call_command("restore", copy)
    with pytest.raises(CommandError, match="No such file"):
        call_command("restore", copy, left=Path("/no/such/file"), erased=Path("/no/such/file"), replace=True)


def test_without_the_databases_own_programs_it_says_what_to_install_and_changes_nothing(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    if connection.vendor == "sqlite":
        call_command("backup", tmp_path / "needs-none", stdout=StringIO())
        return
    with pytest.raises(CommandError, match="pg_dump is not there"):
        call_command("backup", tmp_path / "another")
    with pytest.raises(CommandError, match="pg_restore is not there"):
        call_command("restore", copy, replace=True, nobody_left=True)
    assert Registration.objects.get().name == "Noor"


def put_in(copy: Path, name: str, content: bytes) -> None:
    """As if it had been copied so."""
    (copy / name).write_bytes(content)
    checksums = json.loads((copy / "manifest.json").read_text())["checksums"]
    rewrite(checksums=checksums | {name: files.checksum(copy / name)})(copy)


def test_a_dump_that_these_programs_cannot_read_changes_nothing(copy: Path):
    if connection.vendor == "sqlite":
        return
    dump = bytearray((copy / NAMES["postgresql"]).read_bytes())
    # The version stands behind the letters PGDMP.
    dump[5] = 9
    put_in(copy, NAMES["postgresql"], bytes(dump))

    with pytest.raises(CommandError, match=r"pg_restore failed: .*unsupported version"):
        call_command("restore", copy, replace=True, nobody_left=True)

    assert Registration.objects.get().name == "Noor"


def test_files_that_cannot_be_put_back_change_nothing(copy: Path):
    put_in(copy, "private.tar", b"no archive")
    Registration.objects.update(name="Jan")

    with pytest.raises(CommandError, match=r"private\.tar cannot be read"):
        call_command("restore", copy, replace=True, nobody_left=True)

    assert Registration.objects.get().name == "Jan"


def test_what_stops_a_restore_after_the_database_was_loaded_leaves_sending_off(copy: Path):
    rewrite(rows={})(copy)

    with pytest.raises(CommandError, match="These tables do not have the rows"):
        call_command("restore", copy, replace=True, nobody_left=True)

    assert pace.trouble() == copies.DISARMED
    assert Mailing.objects.get().state == Mailing.State.HELD


@contextmanager
def inside(database: str, folder: Path) -> Iterator[None]:
    """What is asked of a database is asked of that one."""
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        name = database.rpartition("/")[2] or str(folder / "kennisstad.sqlite3")
        patch.setitem(connection.settings_dict, "NAME", name)
        try:
            yield
        finally:
            connection.close()


KILLED_BEFORE_MIGRATING = """
import os, signal, sys
from django.core.management import execute_from_command_line
from django.db.models.signals import pre_migrate

pre_migrate.connect(lambda **_: os.kill(os.getpid(), signal.SIGKILL), weak=False)
execute_from_command_line(sys.argv)
"""


def test_a_restore_that_is_killed_once_the_copy_is_there_mails_nobody(
    copy: Path,
    elsewhere: str,
    tmp_path: Path,
    mailoutbox: list[EmailMessage],
    caplog: pytest.LogCaptureFixture,
):
    killed = restore(copy, elsewhere, tmp_path, "--nobody-left", program=["-c", KILLED_BEFORE_MIGRATING])
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    mailoutbox.clear()

    with inside(elsewhere, tmp_path):
        assert delivery.send_due()
        assert OutgoingMail.objects.filter(state="queued").exists()
        assert not mailoutbox
        assert restoring.WORDS in caplog.text
        assert f"NO  restore: {restoring.WORDS}" in map(str, readiness.findings())
        for command in (["sending", "on"], ["backup", tmp_path / "another"]):
            with pytest.raises(CommandError, match="run `restore` again"):
                call_command(*command)

        call_command("restore", copy, replace=True, nobody_left=True, stdout=StringIO())
        assert delivery.send_due()
        assert not mailoutbox
        call_command("sending", "on", stdout=StringIO())
        assert delivery.send_due()
        assert mailoutbox


@pytest.mark.parametrize("tree", ["MEDIA_ROOT", "PRIVATE_ROOT"])
def test_a_copy_lies_in_no_tree_that_is_copied(copy: Path, tree: str):
    inside = getattr(now, tree) / "copy"
    with pytest.raises(CommandError, match="Use a folder elsewhere"):
        call_command("backup", inside)
    shutil.copytree(copy, inside)
    with pytest.raises(CommandError, match="Use a folder elsewhere"):
        call_command("restore", inside, replace=True, nobody_left=True)
    assert inside.exists()


def test_a_backup_that_fails_leaves_nothing(tmp_path: Path):
    (now.PRIVATE_ROOT / "link.pdf").symlink_to("/etc/hostname")

    with pytest.raises(CommandError, match=r"link\.pdf is neither a file nor a folder"):
        call_command("backup", tmp_path / "copy")

    assert not list(tmp_path.glob("copy*"))


def test_a_database_that_is_away_is_one_line(copy: Path, monkeypatch: pytest.MonkeyPatch):
    connection.close()
    with monkeypatch.context() as away:
        away.setitem(connection.settings_dict, "NAME", "/no/such/database")
        for command in (["backup", copy.with_name("another")], ["restore", copy, "--nobody-left"]):
            with pytest.raises(CommandError, match=r"\A.*(unable to open|does not exist).*\Z"):
                call_command(*command)
    assert not list(copy.parent.glob("another*"))
