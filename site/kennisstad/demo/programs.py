"""What runs in the demo: the web server, the worker and a mailbox."""

import runpy
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from gunicorn.app.base import BaseApplication

from kennisstad.demo import endpoints
from kennisstad.demo.processes import Run
from kennisstad.web.malformed import Application

HOST = "127.0.0.1"
# As in real use, but for these.
SERVED_AS = settings.ROOT_DIR / "gunicorn.conf.py"
SERVER = {"workers": 2, "loglevel": "warning", "control_socket_disable": True}


class Server(BaseApplication):
    def load_config(self) -> None:
        given = runpy.run_path(str(SERVED_AS))
        usual = {name: value for name, value in given.items() if name in self.cfg.settings}
        for name, value in {**usual, **SERVER, "bind": f"{HOST}:{endpoints.port()}"}.items():
            self.cfg.set(name, value)

    def load(self) -> Application:
        from kennisstad.wsgi import application  # Django is ready only now

        return application


def programs() -> Mapping[str, Run]:
    mailbox: dict[str, Run] = {"mailbox": keep_mailbox} if endpoints.mailbox_url() else {}
    return {**mailbox, "web": serve, "worker": work}


def ports() -> list[int]:
    own = [endpoints.mailbox_port(), endpoints.mail_port()] if endpoints.mailbox_url() else []
    return [endpoints.port(), *own]


def taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def serve() -> None:
    sys.argv = sys.argv[:1]
    Server().run()


def work() -> None:
    if endpoints.mailbox_url():
        _wait_for_mailbox()
    call_command("work")


def keep_mailbox() -> None:
    with subprocess.Popen(_mailbox_command()) as mailbox:  # noqa: S603 - a program of our own environment
        try:
            mailbox.wait()
        finally:
            mailbox.terminate()


def _wait_for_mailbox(seconds: float = 30) -> None:
    """So that the first mails don't knock in vain."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection((HOST, endpoints.mail_port()), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def _mailbox_command() -> list[str]:
    program = Path(sys.executable).with_name("maildump")
    options: dict[str, Any] = {
        "--smtp-ip": HOST,
        "--smtp-port": endpoints.mail_port(),
        "--http-ip": HOST,
        "--http-port": endpoints.mailbox_port(),
        "--db": settings.DATA_DIR / "mailbox.sqlite3",
    }
    return [
        str(program),
        "--foreground",
        "--no-quit",
        *(str(word) for pair in options.items() for word in pair),
    ]
