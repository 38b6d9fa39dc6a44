"""The product as it runs for real: a database, gunicorn and a worker, with production settings."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import postgres
from tests.bench.load import Visitor
from tests.bench.sink import Sink, running

ROOT = Path(__file__).parents[2]
ENTRIES = 1000
GUESTS = int(os.environ.get("BENCH_GUESTS", "6000"))
READERS = int(os.environ.get("BENCH_READERS", "2000"))


@dataclass(frozen=True)
class Product:
    address: tuple[str, int]
    environment: dict[str, str]
    sink: Sink
    facts: dict[str, Any]

    @contextmanager
    def visitors(self, amount: int) -> Iterator[list[Visitor]]:
        with ExitStack() as stack:
            yield [stack.enter_context(closing(Visitor(self.address))) for _ in range(amount)]


@contextmanager
def serving(folder: Path, *, sqlite: bool) -> Iterator[Product]:
    with ExitStack() as stack:
        database = _sqlite(folder) if sqlite else stack.enter_context(_postgres())
        sink = stack.enter_context(running(folder))
        port = free_port()
        environment = environment_of(folder, database, sink.port, port) | {"MAIL_EVIDENCE": str(sink.log)}
        facts = make_content(folder, environment, ENTRIES, GUESTS)
        stack.enter_context(gunicorn("kennisstad.wsgi", port, environment))
        product = Product(("127.0.0.1", port), environment, sink, facts)
        wait_until_ready(product.address, "/healthz")
        yield product


@contextmanager
def bare_django(product: Product) -> Iterator[Visitor]:
    """The smallest site there is, and somebody who visits it."""
    address = ("127.0.0.1", free_port())
    with gunicorn("tests.bench.bare", address[1], product.environment):
        wait_until_ready(address, "/")
        with closing(Visitor(address)) as visitor:
            yield visitor


def gunicorn(
    application: str, port: int, environment: dict[str, str]
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    command = ["gunicorn", application, f"--bind=127.0.0.1:{port}", "--log-level=warning"]
    return process(command, environment)


@contextmanager
def worker(product: Product) -> Iterator[None]:
    with process(["django", "work", "--interval=0.1", "--verbosity=0"], product.environment):
        yield


@contextmanager
def process(module: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A Python module, run until the block ends."""
    command = [sys.executable, "-m", *module]
    started = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield started
    finally:
        started.terminate()
        started.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def _postgres() -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    with postgres.server(postgres.DURABLE) as url:
        yield url


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'bench.sqlite3'}"


def environment_of(folder: Path, database: str, mail_port: int, port: int) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "DATABASE_URL": database,
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-the-benchmark-" * 3,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "SIGN_UPS_PER_VISITOR": "1000000",
        "WEB_CONCURRENCY": os.environ.get("WEB_CONCURRENCY", "2"),
    }


def make_content(folder: Path, environment: dict[str, str], entries: int, guests: int) -> dict[str, Any]:
    target = folder / "content.json"
    command = [sys.executable, "-m", "tests.bench.content", target, str(entries), str(guests)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return dict(json.loads(target.read_text()))


def wait_until_ready(address: tuple[str, int], path: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError), closing(Visitor(address)) as visitor:
            if visitor.get(path).status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("The product did not start.")
