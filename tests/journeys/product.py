"""The product as `make demo` starts it, with a database of its own: reached over HTTP and SMTP only."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT, STOP_LIMIT = 180, 30
# Nobody may hand the product a setting of their own through the environment.
INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")


@dataclass(frozen=True)
class Product:
    url: str
    mailbox_url: str
    log: Path

    def at(self, path: str) -> str:
        return self.url + path


@contextmanager
def running(folder: Path) -> Iterator[Product]:
    """Filled and started, for as long as the block lasts."""
    ports = free_ports()
    product = Product(*(f"http://127.0.0.1:{port}" for port in ports[:2]), folder / "journeys.log")
    process = start(folder, ports[0], product.log)
    try:
        wait_until_ready(product, process)
        yield product
    finally:
        stop(process, ports)


def start(folder: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ} | {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "kennisstad.settings.demo",
        "PORT": str(port),
    }
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def wait_until_ready(product: Product, process: subprocess.Popen[bytes]) -> None:
    deadline = monotonic() + START_LIMIT
    while not (answers(product.at("/readyz")) and answers(product.mailbox_url + "/messages/")):
        if process.poll() is not None or monotonic() > deadline:
            raise RuntimeError(f"The product did not start:\n{product.log.read_text()}")
        sleep(0.2)


def answers(url: str) -> bool:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def stop(process: subprocess.Popen[bytes], ports: list[int]) -> None:
    """As Ctrl-C does; afterwards nothing of it may be left."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    process.wait(STOP_LIMIT)
    left = [port for port in ports if is_open(port)]
    assert not left, f"Something still listens on {left}."


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_ports() -> list[int]:
    """For the site, its mailbox and the mailbox's SMTP: the demo takes the latter two from the first."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        ports = [port, port + 25, port + 26]
        if port + 26 < 65_536 and not any(map(is_open, ports)):
            return ports
