"""A cheap visitor: raw sockets, so that measuring takes little of what is measured."""

import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import quantiles
from time import perf_counter
from typing import Self

from tests.bench.machine import Busy, Used

NOTHING: Mapping[str, str] = {}
ENDS = b"\r\n\r\n"


@dataclass(frozen=True)
class Reply:
    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The first header of this name, or nothing."""
        start = self.head.lower().find(b"\r\n" + name.lower().encode() + b":")
        if start < 0:
            return ""
        return self.head[start + 2 :].split(b"\r\n", 1)[0].split(b":", 1)[1].strip().decode("latin-1")


@dataclass
class Visitor:
    """One browser: one connection that stays open, and the cookies it was given."""

    address: tuple[str, int]
    cookies: dict[str, str] = field(default_factory=dict)
    received: int = 0
    _socket: socket.socket | None = None

    def get(self, path: str, headers: Mapping[str, str] = NOTHING) -> Reply:
        return self._send(self._head("GET", path, headers))

    def post(self, path: str, body: bytes, headers: Mapping[str, str] = NOTHING) -> Reply:
        length = {"Content-Length": str(len(body))}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._send(self._head("POST", path, kind | length | dict(headers)) + body)

    def close(self) -> None:
        if self._socket:
            self._socket.close()
            self._socket = None

    def _head(self, method: str, path: str, headers: Mapping[str, str]) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.address[0]}:{self.address[1]}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        return "\r\n".join(lines).encode() + ENDS

    def _send(self, request: bytes) -> Reply:
        for attempt in (1, 2):
            fresh = self._socket is None
            try:
                return self._exchange(request)
            except ConnectionError:
                self.close()
                # An idle connection may have been closed just now; a fresh one may not.
                if fresh or attempt == 2:
                    raise
        raise AssertionError

    def _exchange(self, request: bytes) -> Reply:
        if self._socket is None:
            self._socket = socket.create_connection(self.address, timeout=120)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        reply = _read(self._socket)
        self.received = len(reply.body)
        self._remember(reply)
        if b"connection: close" in reply.head.lower():
            self.close()
        return reply

    def _remember(self, reply: Reply) -> None:
        for line in reply.head.split(b"\r\n"):
            if line[:11].lower() == b"set-cookie:":
                name, value = line[11:].split(b";", 1)[0].decode("latin-1").split("=", 1)
                self.cookies[name.strip()] = value


def _read(connection: socket.socket) -> Reply:
    data = bytearray()
    while (end := data.find(ENDS)) < 0:
        data += _some(connection)
    head = bytes(data[:end])
    size, have = _length(head), len(data) - end - len(ENDS)
    parts = [bytes(data[end + len(ENDS) :])]
    while have < size:
        parts.append(_some(connection))
        have += len(parts[-1])
    return Reply(int(head[9:12]), head, b"".join(parts))


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(262_144)
    if not data:
        raise ConnectionResetError("The server closed the connection.")
    return data


def _length(head: bytes) -> int:
    if head[9:12] in {b"204", b"304"}:
        return 0
    start = head.lower().find(b"content-length:")
    if start < 0:
        raise ValueError(f"An answer without a length: {head!r}")
    return int(head[start + 15 :].split(b"\r\n", 1)[0])


@dataclass(frozen=True)
class Figure:
    """What one run showed; `cpu_ms` is what a step cost the product, whoever else was busy."""

    per_second: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    count: int
    foreign_cores: float

    @classmethod
    def of(cls, durations: list[float], elapsed: float, used: Used) -> Self:
        cuts = quantiles(durations, n=20, method="inclusive") if len(durations) > 1 else durations * 19
        count = len(durations)
        cpu_ms = used.product / count * 1000
        return cls(count / elapsed, cuts[9] * 1000, cuts[18] * 1000, cpu_ms, count, used.foreign_cores)


type Step = Callable[[Visitor], None]


class WrongAnswer(Exception):
    """Measured is only what works."""


class Exhausted(Exception):
    """There is nothing left to do, for example no ticket that was not scanned yet."""


def nothing_follows(_amount: int) -> None:
    """The step is all there is."""


def measure(
    step: Step, visitors: list[Visitor], seconds: float, finish: Callable[[int], None] = nothing_follows
) -> Figure:
    """Every visitor repeats the step until time is up; what must follow from it counts as well.

    A wrong answer stops everything.
    """
    durations: list[float] = []
    failures: list[Exception] = []
    busy = Busy()
    start = perf_counter()
    threads = [
        threading.Thread(target=_repeat, args=(step, visitor, start + seconds, durations, failures))
        for visitor in visitors
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"{type(failures[0]).__name__}: {failures[0]}") from failures[0]
    if not durations:
        raise SystemExit("There was nothing left to measure: raise BENCH_GUESTS or lower --seconds.")
    finish(len(durations))
    elapsed = perf_counter() - start
    return Figure.of(durations, elapsed, busy.since())


def _repeat(
    step: Step, visitor: Visitor, until: float, durations: list[float], failures: list[Exception]
) -> None:
    try:
        while not failures and (begin := perf_counter()) < until:
            step(visitor)
            durations.append(perf_counter() - begin)
    except Exhausted:
        pass
    except Exception as error:  # noqa: BLE001  told by `measure`, in the main thread
        failures.append(error)
