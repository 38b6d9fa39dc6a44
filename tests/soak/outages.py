"""What a whole installation needs goes away for a while, and people go on registering as well as they can.

Nothing that was promised is lost, nobody is promised anything twice, and nothing has to be started again.
"""

import os
import sqlite3
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Self
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from tests import postgres, smtp_sink
from tests.bench.load import Reply, Visitor
from tests.bench.product import environment_of, free_port, gunicorn, make_content, process, wait_until_ready
from tests.bench.visitor_steps import field_of

AWAY_SECONDS = float(os.environ.get("AWAY_SECONDS", "20"))
# What a killed or cut off worker had offered is settled once a minute.
PATIENCE = 200
BACK_WITHIN = 15
OURS = "@gast.example.org"


@dataclass
class Installation:
    address: tuple[str, int]
    event: str
    programs: list[subprocess.Popen[bytes]]

    def get(self, path: str) -> Reply:
        with closing(Visitor(self.address)) as visitor:
            return visitor.get(path)

    def says(self, path: str, status: int, words: str = "") -> bool:
        with suppress(OSError):
            reply = self.get(path)
            return reply.status == status and words in reply.body.decode()
        return False


@contextmanager
def installed(folder: Path, database: str, sink: smtp_sink.Sink) -> Iterator[Installation]:
    port = free_port()
    environment = environment_of(folder, database, sink.port, port) | {
        "DJANGO_SETTINGS_MODULE": "kennisstad.settings.production",
        "MAIL_EVIDENCE": str(sink.log),
        "MAIL_GRACE_SECONDS": "2",
    }
    facts = make_content(folder, environment, 50, 20)
    with (
        gunicorn("kennisstad.wsgi", port, environment) as web,
        process(["django", "work"], environment) as worker,
    ):
        site = Installation(("127.0.0.1", port), facts["event"], [web, worker])
        wait_until_ready(site.address, "/readyz")
        yield site
        assert [program.poll() for program in site.programs] == [None, None], "A program has ended."


@dataclass
class Guests:
    """One after another, and each does what the page asks: come back, and send it again."""

    site: Installation
    promised: list[str] = field(default_factory=list)
    turned_away: int = 0
    _numbers: Iterator[int] = field(default_factory=count)
    _enough: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._come, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._enough.set()
        self._thread.join(PATIENCE)

    def _come(self) -> None:
        while not self._enough.is_set():
            with closing(Visitor(self.site.address)) as visitor:
                self.promised.append(self._register(visitor))

    def _register(self, visitor: Visitor) -> str:
        path, address = f"/{self.site.event}aanmelden/", f"{next(self._numbers)}.{uuid4().hex[:6]}{OURS}"
        form = self._until(200, lambda: visitor.get(path))
        fields = {name: field_of(form, name) for name in ("csrfmiddlewaretoken", "submission")}
        body = urlencode(fields | {"name": "Gast", "email": address}).encode()
        self._until(302, lambda: visitor.post(path, body))
        return address

    def _until(self, status: int, ask: Callable[[], Reply]) -> Reply:
        while True:
            with suppress(OSError):
                reply = ask()
                if reply.status == status:
                    return reply
                assert reply.status == 503, reply.body.decode()
            self.turned_away += 1
            sleep(0.3)


def wait_until(true: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """How long that took, in seconds."""
    began = monotonic()
    while not true():
        assert monotonic() - began < seconds, "It did not come to that."
        sleep(0.1)
    return monotonic() - began


def some_more(guests: Guests, amount: int = 5) -> None:
    enough = len(guests.promised) + amount
    wait_until(lambda: len(guests.promised) >= enough)


def holds(guests: Guests, sink: smtp_sink.Sink, registered: list[str]) -> None:
    """Each who read that it worked has one registration and one ticket."""
    assert Counter(registered) == Counter(guests.promised)
    wait_until(lambda: set(guests.promised) <= set(sink.recipients()))
    assert Counter(mail for mail in sink.recipients() if mail.endswith(OURS)) == Counter(guests.promised)


def registered(database: postgres.Cluster) -> list[str]:
    with psycopg.connect(database.url) as connection:
        rows = connection.execute(
            "SELECT email FROM registrations_registration WHERE email LIKE %s", [f"%{OURS}"]
        )
        return [email for (email,) in rows.fetchall()]


def test_a_database_that_stops_for_a_while(tmp_path: Path):
    with (
        postgres.cluster(postgres.DURABLE) as database,
        smtp_sink.running(tmp_path / "sink") as sink,
        installed(tmp_path, database.url, sink) as site,
    ):
        with Guests(site) as guests:
            some_more(guests)
            database.stop()
            wait_until(lambda: site.says("/", 503, "zo terug"))
            assert site.says("/readyz", 503, "NO  database")
            assert site.says("/healthz", 200)
            sleep(AWAY_SECONDS)
            database.start()
            back = wait_until(lambda: site.says("/", 200), BACK_WITHIN)
            some_more(guests)
        ready = wait_until(lambda: site.says("/readyz", 200))
        holds(guests, sink, registered(database))
    print(f"Back after {back:.1f} s, ready after {ready:.1f} s; turned away {guests.turned_away} times.")


def test_a_mail_server_that_is_gone_for_a_while(tmp_path: Path):
    with postgres.cluster(postgres.DURABLE) as database:
        with smtp_sink.running(tmp_path / "sink") as sink:
            pass
        with installed(tmp_path, database.url, sink) as site:
            with Guests(site) as guests:
                some_more(guests)
                sleep(AWAY_SECONDS)
            assert sink.recipients() == []
            with smtp_sink.running(tmp_path / "sink", port=sink.port):
                arrived = wait_until(lambda: set(guests.promised) <= set(sink.recipients()))
                holds(guests, sink, registered(database))
    assert guests.turned_away == 0
    print(f"All tickets arrived {arrived:.1f} s after it came back.")


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """Not among pytest's folders: PostgreSQL runs as somebody else, and those are closed to others."""
    with tempfile.TemporaryDirectory(prefix="disk-") as folder:
        size = f"size={megabytes}m,mode=755"
        Path(folder).chmod(0o755)
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path) -> Path:
    """To the last byte."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    return filler


def test_a_full_disk_under_sqlite_and_its_files(tmp_path: Path):
    with (
        small_disk(400) as disk,
        smtp_sink.running(tmp_path / "sink") as sink,
        installed(disk, f"sqlite:///{disk / 'kennisstad.sqlite3'}", sink) as site,
    ):
        with Guests(site) as guests:
            some_more(guests)
            filler = fill(disk)
            wait_until(lambda: site.says("/readyz", 503, "NO  disk"))
            before = guests.turned_away
            wait_until(lambda: guests.turned_away > before + 3)
            # What only reads goes on.
            assert site.says("/agenda/", 200)
            sleep(AWAY_SECONDS)
            filler.unlink()
            back = wait_until(lambda: site.says("/readyz", 200))
            some_more(guests)
        with closing(sqlite3.connect(disk / "kennisstad.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = database.execute(
                "SELECT email FROM registrations_registration WHERE email LIKE ?", [f"%{OURS}"]
            )
            holds(guests, sink, [email for (email,) in rows.fetchall()])
    print(f"Ready {back:.1f} s after there was room; turned away {guests.turned_away} times.")


def test_a_full_disk_under_postgresql(tmp_path: Path):
    with (
        small_disk(700) as disk,
        postgres.cluster(postgres.DURABLE, within=disk) as database,
        smtp_sink.running(tmp_path / "sink") as sink,
        installed(tmp_path, database.url, sink) as site,
    ):
        with Guests(site) as guests:
            some_more(guests)
            filler = fill(disk)
            before = guests.turned_away
            wait_until(lambda: guests.turned_away > before + 3)
            # What only reads goes on.
            assert site.says("/agenda/", 200)
            sleep(AWAY_SECONDS)
            filler.unlink()
            stopped = database.process is not None and database.process.poll() is not None
            if stopped:  # it may end itself rather than promise what it can't keep; its unit starts it again
                database.start()
            back = wait_until(lambda: site.says("/readyz", 200))
            some_more(guests)
        holds(guests, sink, registered(database))
    print(f"Ready {back:.1f} s after there was room; it had ended itself: {stopped}.")
