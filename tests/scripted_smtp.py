"""A mail server that does what a test tells it, over a real socket: which answer at which stage, or none at all."""

import socketserver
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import SHUT_RDWR, socket
from threading import Thread
from typing import Any

HANG_UP = "hang up"
# A line, and another, and never the last.
DRIP = "drip"
USUAL = {
    "GREETING": "220 ready",
    "HELO": "250 hello",
    "RSET": "250 OK",
    "QUIT": "221 bye",
    "DATA": "354 go on",
}

# What is said to the so-many-th message at this moment, or None for the usual.
Script = Callable[["ScriptedServer", str], str | None]


@dataclass
class ScriptedServer:
    """`accepted` holds whose mail it took, `asked` whom it was asked for, `senders` by whom, `contents` what."""

    script: Script
    port: int = 0
    accepted: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    connections: int = 0
    on_connection: int = 0
    connection: socket | None = None

    @property
    def mailer(self) -> dict[str, object]:
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 2}
        return {"BACKEND": "kennisstad.mail.smtp.EmailBackend", "OPTIONS": options}

    def hang_up(self) -> None:
        """On whom a test that failed left on the line."""
        with suppress(OSError):
            if self.connection:
                self.connection.shutdown(SHUT_RDWR)


class HungUp(Exception):
    pass


class _Conversation(socketserver.StreamRequestHandler):
    server: Any
    is_ready_for = ""

    def handle(self) -> None:
        it: ScriptedServer = self.server.it
        it.connections += 1
        it.on_connection = 0
        it.connection = self.connection
        try:
            self.say("GREETING")
            while line := self.rfile.readline().decode().strip():
                self.answer(it, line)
        except (HungUp, OSError):
            return

    def answer(self, it: ScriptedServer, line: str) -> None:
        verb = line[:4].upper()
        if verb == "MAIL":
            it.senders.append(_between_brackets(line))
            self.is_ready_for = "RCPT" if self.is_yes(verb) else ""
        elif verb == "RCPT" and self.is_ready_for == "RCPT":
            it.asked.append(_between_brackets(line))
            self.is_ready_for = "DATA" if self.is_yes(verb) else ""
        elif verb == "DATA" and self.is_ready_for == "DATA":
            self.take(it)
        elif verb in {"RCPT", "DATA"}:
            # Whoever asks in one go hears this after a "no".
            self.wfile.write(b"503 5.5.1 Not before what goes before it\r\n")
        else:
            self.say("HELO" if verb == "EHLO" else verb)
        if verb == "QUIT":
            raise HungUp

    def take(self, it: ScriptedServer) -> None:
        self.is_ready_for = ""
        if not self.say("DATA").startswith("354"):
            return
        it.contents.append(b"".join(iter(self.rfile.readline, b".\r\n")))
        if self.is_yes("END"):
            it.accepted.append(it.asked[-1])
            it.on_connection += 1

    def is_yes(self, stage: str) -> bool:
        return self.say(stage).startswith("2")

    def say(self, stage: str) -> str:
        words = self.server.it.script(self.server.it, stage) or USUAL.get(stage, "250 OK")
        if words == HANG_UP:
            raise HungUp
        while words == DRIP:
            self.wfile.write(b"250-one moment\r\n")
            time.sleep(0.01)
        self.wfile.write(f"{words}\r\n".encode())
        return words


def _between_brackets(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]


def always(answers: Mapping[str, str]) -> Script:
    return lambda _server, stage: answers.get(stage)


@contextmanager
def scripted(script: Script) -> Iterator[ScriptedServer]:
    it = ScriptedServer(script)
    with socketserver.TCPServer(("127.0.0.1", 0), _Conversation) as server:
        server.it = it  # type: ignore[attr-defined]  # what the handler speaks for
        it.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield it
        finally:
            it.hang_up()
            server.shutdown()
            thread.join()
