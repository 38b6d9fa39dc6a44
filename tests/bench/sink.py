"""A mail server that counts and logs what it takes: as fast as Python can be, so that it hides nobody's speed."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

GREETING = b"220 sink ESMTP\r\n"
ENDS = b"\r\n.\r\n"


@dataclass(frozen=True)
class Sink:
    port: int
    log: Path
    messages: "Synchronized[int]"
    octets: "Synchronized[int]"

    @property
    def count(self) -> int:
        return self.messages.value


@contextmanager
def running(folder: Path) -> Iterator[Sink]:
    """In a process of its own, on a port of its own, with its log in this folder."""
    context = multiprocessing.get_context("spawn")
    sink = Sink(0, folder / "mail.log", context.Value("Q", 0), context.Value("Q", 0))
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(sink, there), daemon=True)
    process.start()
    try:
        yield replace(sink, port=here.recv())
    finally:
        process.terminate()
        process.join()


def _serve(sink: Sink, told: Any) -> None:
    asyncio.run(_listen(sink, told))


async def _listen(sink: Sink, told: Any) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Conversation(sink), "127.0.0.1", 0)
    told.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


class Conversation(asyncio.Protocol):
    """One sender. Knows no more of SMTP than a well-behaved one needs."""

    def __init__(self, sink: Sink) -> None:
        self.sink, self.buffer, self.in_message = sink, bytearray(), False
        self.log, self.envelope = sink.log.open("ab", buffering=0), [b"", b""]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        transport.write(GREETING)  # type: ignore[attr-defined]

    def connection_lost(self, _why: Exception | None) -> None:
        self.log.close()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self._take_message() if self.in_message else self._take_line():
            pass

    def _take_message(self) -> bool:
        end = self.buffer.find(ENDS)
        if end < 0:
            return False
        del self.buffer[: end + len(ENDS)]
        self.in_message = False
        with self.sink.messages:
            self.sink.messages.value += 1
            self.sink.octets.value += end
        self.log.write(b"from=%b to=%b\n" % tuple(self.envelope))
        self.transport.write(b"250 2.0.0 accepted\r\n")
        return True

    def _take_line(self) -> bool:
        end = self.buffer.find(b"\r\n")
        if end < 0:
            return False
        line = bytes(self.buffer[:end])
        del self.buffer[: end + 2]
        self._answer(line[:4].upper(), line)
        return True

    def _answer(self, verb: bytes, line: bytes) -> None:
        if verb in {b"MAIL", b"RCPT"}:
            self.envelope[verb == b"RCPT"] = line.partition(b":")[2].partition(b" ")[0]
        if verb == b"EHLO":
            self.transport.write(
                b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 52428800\r\n"
            )
        elif verb == b"DATA":
            self.in_message = True
            self.transport.write(b"354 go on\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 ok\r\n")
