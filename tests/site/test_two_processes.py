"""A real gunicorn, with two processes, asked by somebody who means harm."""

import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.db import connection

from tests.factories.events import agenda_page

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.touches_engine]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
HOSTILE = [
    {"SCRIPT_NAME": "/en"},
    {"Script-Name": "/en"},
    {"PATH_INFO": "/agenda/"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Prefix": "/en"},
    {"X-Script-Name": "/en"},
    {"Accept-Language": "en"},
]


@contextmanager
def served(log: Path) -> Iterator[int]:
    agenda_page()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.site.two_processes",
        "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
        "WEB_CONCURRENCY": "2",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "site"))),
    }
    command = [sys.executable, "-m", "kennisstad.serve", f"--bind=127.0.0.1:{port}"]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        wait_for(port, log)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def wait_for(port: int, log: Path) -> None:
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        try:
            if ask(port, "/healthz")[0] == 200:
                return
        except OSError:
            sleep(0.2)
    pytest.fail(log.read_text())


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    browser = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        browser.request(method, path, headers=headers)
        answer = browser.getresponse()
        return answer.status, answer.read().decode()
    finally:
        browser.close()


def language(port: int, path: str, **headers: str) -> str:
    _status, page = ask(port, path, **headers)
    return page.partition('<html lang="')[2][:2]


def test_no_header_puts_one_page_into_the_others_place(tmp_path: Path):
    """Each is asked often enough to reach both processes, before anybody else has asked."""
    with served(tmp_path / "log") as port:
        for headers in HOSTILE:
            for _ in range(6):
                ask(port, "/en/agenda/", **headers)
                ask(port, "/agenda/", **headers)

        answers = Counter(
            (path, language(port, path)) for path in ("/agenda/", "/en/agenda/") for _ in range(10)
        )

        assert answers == {("/agenda/", "nl"): 10, ("/en/agenda/", "en"): 10}
        assert language(port, "/en/agenda/", SCRIPT_NAME="/en") == "en"
        assert not any("evil" in ask(port, "/agenda/")[1] for _ in range(4))


def test_what_cannot_be_read_is_not_written_down(tmp_path: Path):
    """Read after the server has stopped: it writes of an answer once that is on its way."""
    with served(tmp_path / "log") as port:
        with socket.create_connection(("127.0.0.1", port)) as visitor:
            visitor.sendall(b"GET /t/ABCDEFGHJKMNPQRS nonsense\r\n\r\n")
            assert visitor.recv(100).startswith(b"HTTP/1.1 400")
        assert ask(port, "/agenda/", method="HEAD") == (200, "")
        # As long as the web server in front passes on by itself.
        assert "<html" in ask(port, f"/agenda/?{'x' * 8000}")[1]

    log = (tmp_path / "log").read_text().rpartition("Booting worker")[2]
    assert "Shutting down" in log
    assert not [words for words in ("ABCDEFGH", "ip=", "no-body") if words in log]
