"""Background work over Redis: one process asks for it, the worker does it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import connection
from fakeredis import TcpFakeServer
from fakeredis._clients._tcp_server import TCPFakeRequestHandler

from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outgoing import State
from tests import smtp_sink
from tests.bench.product import free_port

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AWAY = "Waiting, and going on when it answers again. ConnectionError: "
ROOT = Path(__file__).resolve().parents[3]
ASK = """
import datetime
import django
django.setup()
from kennisstad.mail.outbox import queue_mail

queue_mail(key="hello", to="noor@example.org", subject="Hi", text="Hi", html="<p>Hi</p>", language="nl",
           delete_after=datetime.date(2099, 1, 1))
"""


class Connection(TCPFakeRequestHandler):
    def setup(self) -> None:
        """2026-11: fakeredis 2.41 tells a client's address in a way that no client reads."""
        super().setup()
        host, port = self.client_address
        self.current_client.get_socket()._client_info |= {"addr": f"{host}:{port}", "laddr": f"{host}:0"}


@contextmanager
def redis(port: int) -> Iterator[None]:
    """Speaks the protocol of Redis."""
    server = TcpFakeServer(("127.0.0.1", port), server_type="redis")
    server.RequestHandlerClass = Connection
    # Nobody waits for a worker to hang up.
    server.block_on_close = False
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def worker(environment: dict[str, str], log: Path) -> Iterator[None]:
    command = [sys.executable, "manage.py", "work"]
    with (
        log.open("wb") as said,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said) as started,
    ):
        yield
        started.kill()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = monotonic() + 60
    while not true():
        assert monotonic() < deadline
        sleep(0.05)


def test_a_worker_waits_for_redis_and_does_what_another_process_asks_for(tmp_path: Path):
    port, log = free_port(), tmp_path / "log"
    with smtp_sink.running(tmp_path / "sink") as sink:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.site.jobs.on_redis",
            "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "site"))),
            "TASKS_BACKEND": f"redis://127.0.0.1:{port}/1",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        }
        with worker(environment, log):
            wait_until(lambda: AWAY in log.read_text())
            with redis(port):
                subprocess.run(
                    [sys.executable, "-c", ASK], cwd=ROOT, env=environment, check=True, timeout=200
                )
                wait_until(lambda: sink.recipients() == ["noor@example.org"])
        assert log.read_text().count("Traceback") == 0
    assert OutgoingMail.objects.get().state == State.SENT
