"""A real mail server that keeps what it accepts: python -m tests.smtp_sink FOLDER [SECONDS PER MESSAGE [MANNER]]

In FOLDER it keeps a log with a line per accepted message, written before the sender hears "250",
each message as a file, and its port. Some addresses make it misbehave:
later@… "not now", never@… "no such person", lost@… hangs up without accepting,
taken@… accepts and hangs up without saying so, closing@… hangs up and is the last that it hears.

In another manner than "polite" it misbehaves to everybody:
closes    takes five messages in one conversation and then says 421
throttles takes so many in a second and says 454 to more
hangs-up  breaks off every seventh message, each time one stage later
drips     answers every command slowly
denies    says 554 to three senders in a row, of every thirty
postfix   logs as Postfix does, and says 454 to every twentieth, with the sender in that line;
          together with another as in "drips+postfix"
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
        """Whose mail was accepted, in order, whatever the log says."""
        accepted = self.folder / "recipients"
        return accepted.read_text().splitlines() if accepted.exists() else []

    def messages(self) -> list[EmailMessage]:
        files = sorted(self.folder.glob("*.eml"), key=lambda path: int(path.stem))
        return [message_from_bytes(path.read_bytes(), policy=default) for path in files]


@contextmanager
def running(folder: Path, *, pause: float = 0, manner: str = "polite", port: int = 0) -> Iterator[Sink]:
    """A sink in a process of its own, for as long as the block lasts; it may come back on the port that it had."""
    (folder / "port").unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.smtp_sink", folder, str(pause), manner, str(port)],
        cwd=Path(__file__).parents[1],
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


STAGES = ("MAIL", "RCPT", "DATA")
PER_SECOND = 40
DENIED, OUT_OF = 3, 30


class Keeper:
    def __init__(self, folder: Path, pause: float, manner: str) -> None:
        self.folder, self.pause, self.manners, self.numbers = folder, pause, manner.split("+"), count(1)
        self.asked = count(1)
        self.recipients = count(1)
        self.taken: list[float] = []

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        number = next(self.asked)
        await self.drip()
        # What breaks off next, if anything does: MAIL, RCPT or DATA.
        session.breaks_at = STAGES[number // 7 % 3] if "hangs-up" in self.manners and number % 7 == 0 else ""
        if "closes" in self.manners and getattr(session, "accepted", 0) == 5:
            server.transport.write(b"421 4.7.0 Enough for one conversation\r\n")
            server.transport.close()
        if session.breaks_at == "MAIL":
            server.transport.abort()
        if "denies" in self.manners and number % OUT_OF < DENIED:
            return "554 5.7.1 Sender denied"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self.drip()
        if session.breaks_at == "RCPT":
            server.transport.abort()
        if "postfix" in self.manners and next(self.recipients) % 20 == 0:
            self.log(
                f"smtpd[2]: NOQUEUE: reject: RCPT from localhost[127.0.0.1]: 451 4.3.0 <{address}>: Try again; "
                f"from=<{envelope.mail_from}> to=<{address}> proto=ESMTP helo=<web>"
            )
            return "454 4.3.0 Try again"
        if address.startswith("later"):
            return "451 4.2.1 Not now"
        if address.startswith("never"):
            return "550 5.1.1 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        address = envelope.rcpt_tos[0]
        await asyncio.sleep(self.pause / 2)
        await self.drip()
        if session.breaks_at == "DATA":
            server.transport.abort()
            return "451 unheard"
        if "throttles" in self.manners and not self.takes_another():
            return "454 4.7.0 Throttling failure: Maximum sending rate exceeded"
        session.accepted = getattr(session, "accepted", 0) + 1
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
        if "postfix" in self.manners:
            self.log(f"qmgr[1]: 4ZBcdF2Qxyz: from=<{envelope.mail_from}>, size=9, nrcpt=1 (queue active)")
        else:
            self.write("mail.log", *(f"from=<{envelope.mail_from}> to=<{to}>" for to in envelope.rcpt_tos))
        self.write("recipients", *envelope.rcpt_tos)

    def log(self, line: str) -> None:
        self.write("mail.log", f"Nov 26 22:41:22 mx postfix/{line}")

    def write(self, name: str, *lines: str) -> None:
        with (self.folder / name).open("a") as file:
            file.writelines(f"{line}\n" for line in lines)

    async def drip(self) -> None:
        if "drips" in self.manners:
            await asyncio.sleep(0.02)

    def takes_another(self) -> bool:
        now = time.monotonic()
        self.taken = [moment for moment in self.taken if now - moment < 1]
        if len(self.taken) >= PER_SECOND:
            return False
        self.taken.append(now)
        return True


async def serve(folder: Path, pause: float, manner: str, port: int) -> None:
    loop, keeper = asyncio.get_running_loop(), Keeper(folder, pause, manner)
    server = await loop.create_server(lambda: SMTP(keeper, loop=loop), "127.0.0.1", port)
    port = server.sockets[0].getsockname()[1]
    (folder / "starting").write_text(str(port))
    (folder / "starting").rename(folder / "port")
    await server.serve_forever()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(RuntimeError):  # it was told to stop
        pause, manner, port = [*sys.argv[2:], *["0", "polite", "0"][len(sys.argv) - 2 :]]
        asyncio.run(serve(folder, float(pause), manner, int(port)))
