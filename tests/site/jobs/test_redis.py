"""Background work over Redis: one process asks for it, the worker does it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection
from fakeredis import TcpFakeServer
from fakeredis._clients._tcp_server import TCPFakeRequestHandler

from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outgoing import State
from tests import smtp_sink

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

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


@pytest.fixture
def redis() -> Iterator[str]:
    """Speaks the protocol of Redis on a port of its own."""
    server = TcpFakeServer(("127.0.0.1", 0), server_type="redis")
    server.RequestHandlerClass = Connection
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"redis://127.0.0.1:{server.server_address[1]}/1"
    server.shutdown()
    server.server_close()


def run(redis: str, sink: smtp_sink.Sink, *command: str) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.site.jobs.on_redis",
        "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "site"))),
        "TASKS_BACKEND": redis,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, timeout=60)


def test_what_one_process_asks_for_the_worker_does(redis: str, tmp_path: Path):
    with smtp_sink.running(tmp_path / "sink") as sink:
        run(redis, sink, "-c", ASK)
        assert sink.recipients() == []

        run(redis, sink, "manage.py", "work", "--once")

        assert sink.recipients() == ["noor@example.org"]
    assert OutgoingMail.objects.get().state == State.SENT
