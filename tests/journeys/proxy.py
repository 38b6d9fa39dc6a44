"""A real nginx before the product, with the configuration that docs/running.md gives."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from tests.find_nginx import found

from .product import ROOT, Product, is_open

RUNNING = ROOT / "docs" / "running.md"
FRAME = """
daemon off;
pid {folder}/nginx.pid;
{user}
events {{}}
http {{
  {temporary}
  include {folder}/kennisstad.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Proxy:
    url: str
    log: Path
    error_log: Path

    def logged(self, requests: int) -> str:
        """Both logs; nginx writes of a request once its answer is on its way, so the last may still come."""
        deadline = monotonic() + 10
        while self.log.read_text().count("\n") < requests and monotonic() < deadline:
            sleep(0.05)
        return self.log.read_text() + self.error_log.read_text()


def documented() -> str:
    return re.search(r"```nginx \S+\n(.*?)```", RUNNING.read_text(), re.DOTALL)[1]


def as_here(product: Product, folder: Path, port: int) -> str:
    """The same with this machine's places, and without a certificate."""
    changes = {
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "server_name agenda.example.nl;": "server_name 127.0.0.1;",
        "ssl_certificate /etc/ssl/agenda.example.nl.pem;": "",
        "ssl_certificate_key /etc/ssl/private/agenda.example.nl.key;": "",
        "/var/log/nginx/kennisstad.log": f"{folder}/access.log",
        "/var/log/nginx/kennisstad.error.log": f"{folder}/error.log",
        "root /var/lib/kennisstad;": f"root {product.log.parent};",
        "http://127.0.0.1:8000": product.url,
    }
    text = documented()
    for ours, here in changes.items():
        assert text.count(ours) == 1, ours
        text = text.replace(ours, here)
    return text


@contextmanager
def before(product: Product, folder: Path, port: int) -> Iterator[Proxy]:
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)
    (folder / "kennisstad.conf").write_text(as_here(product, folder, port))
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder, user=user, temporary=temporary))
    command = [found() or "nginx", "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "start.log"]
    process = subprocess.Popen(command)
    try:
        wait_until_open(port, process, folder / "start.log")
        yield Proxy(f"http://127.0.0.1:{port}", folder / "access.log", folder / "error.log")
    finally:
        process.terminate()
        process.wait(10)


def wait_until_open(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = monotonic() + 10
    while not is_open(port):
        if process.poll() is not None or monotonic() > deadline:
            raise RuntimeError(f"nginx did not start:\n{log.read_text()}")
        sleep(0.1)
