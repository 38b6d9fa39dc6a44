"""A real mail server that keeps what it accepts: python -m tests.smtp_sink FOLDER [SECONDS PER MESSAGE]

In FOLDER it keeps a log with a line per accepted message, written before the sender hears "250",
each message as a file, and its port. Some addresses make it misbehave:
later@… "not now", never@… "no such person", lost@… hangs up without accepting,
taken@… accepts and hangs up without saying so, closing@… hangs up and is the last that it hears.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Sink:
    folder: Path
    port: int

    @property
    def log(self) -> Path:
        return self.folder / "mail.log"

    @property
    def mailer(self) -> dict[str, object]:
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 10}
        return {"BACKEND": "kennisstad.mail.smtp.EmailBackend", "OPTIONS": options}

    def recipients(self) -> list[str]:
        """Whose mail was accepted, in order."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line.split(" to=<")[1].rstrip(">") for line in lines]

    def messages(self) -> list[EmailMessage]:
        files = sorted(self.folder.glob("*.eml"), key=lambda path: int(path.stem))
        return [message_from_bytes(path.read_bytes(), policy=default) for path in files]


@contextmanager
def running(folder: Path, *, pause: float = 0) -> Iterator[Sink]:
    """A sink in a process of its own, for as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.smtp_sink", folder, str(pause)], cwd=Path(__file__).parents[1]
    )
    try:
        yield Sink(folder, _port(folder / "port", process))
    finally:
        process.terminate()
        process.wait()


def _port(path: Path, process: subprocess.Popen[bytes]) -> int:
    deadline = time.monotonic() + 30
    while not path.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("The mail server did not start.")
        time.sleep(0.02)
    return int(path.read_text())


class Keeper:
    def __init__(self, folder: Path, pause: float) -> None:
        self.folder, self.pause, self.numbers = folder, pause, count(1)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("later"):
            return "451 4.3.0 Not now"
        if address.startswith("never"):
            return "550 5.1.1 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        address = envelope.rcpt_tos[0]
        await asyncio.sleep(self.pause / 2)
        if not address.startswith(("lost", "closing")):
            self.keep(envelope)
        if address.startswith(("lost", "taken", "closing")):
            server.transport.abort()
        if address.startswith("closing"):
            server.loop.stop()
        await asyncio.sleep(self.pause / 2)
        return "250 2.0.0 Accepted"

    def keep(self, envelope: Envelope) -> None:
        (self.folder / f"{next(self.numbers)}.eml").write_bytes(envelope.original_content)
        with (self.folder / "mail.log").open("a") as log:
            log.writelines(f"from=<{envelope.mail_from}> to=<{to}>\n" for to in envelope.rcpt_tos)


async def serve(folder: Path, pause: float) -> None:
    loop, keeper = asyncio.get_running_loop(), Keeper(folder, pause)
    server = await loop.create_server(lambda: SMTP(keeper, loop=loop), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    (folder / "starting").write_text(str(port))
    (folder / "starting").rename(folder / "port")
    await server.serve_forever()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(RuntimeError):  # it was told to stop
        asyncio.run(serve(folder, float(sys.argv[2]) if sys.argv[2:] else 0))
