"""A mail server that only counts: as fast as Python can be, so that it hides nobody's speed."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from typing import Any

GREETING = b"220 sink ESMTP\r\n"
ENDS = b"\r\n.\r\n"


@dataclass(frozen=True)
class Sink:
    port: int
    messages: "Synchronized[int]"
    octets: "Synchronized[int]"

    @property
    def count(self) -> int:
        return self.messages.value


@contextmanager
def running() -> Iterator[Sink]:
    """In a process of its own, on a port of its own."""
    context = multiprocessing.get_context("spawn")
    sink = Sink(0, context.Value("Q", 0), context.Value("Q", 0))
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(sink, there), daemon=True)
    process.start()
    try:
        yield Sink(here.recv(), sink.messages, sink.octets)
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

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        transport.write(GREETING)  # type: ignore[attr-defined]

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
        self.transport.write(b"250 2.0.0 accepted\r\n")
        return True

    def _take_line(self) -> bool:
        end = self.buffer.find(b"\r\n")
        if end < 0:
            return False
        line = bytes(self.buffer[:end])
        del self.buffer[: end + 2]
        self._answer(line[:4].upper())
        return True

    def _answer(self, verb: bytes) -> None:
        if verb == b"EHLO":
            self.transport.write(b"250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 52428800\r\n")
        elif verb == b"DATA":
            self.in_message = True
            self.transport.write(b"354 go on\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 ok\r\n")
