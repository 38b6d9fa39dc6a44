"""How fast mail leaves, and how fast it could leave at best."""

import smtplib
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from time import monotonic, perf_counter, sleep

from tests.bench.load import Figure
from tests.bench.machine import Busy
from tests.bench.product import ROOT, Product, worker
from tests.bench.sink import Sink

PATIENCE = 600


@dataclass(frozen=True)
class Sent:
    figure: Figure
    octets: int


def newsletter(product: Product, readers: int, workers: int) -> Sent:
    """From the first letter that arrives to the last."""
    command = [sys.executable, "-m", "tests.bench.mailing", str(readers)]
    subprocess.run(command, cwd=ROOT, env=product.environment, check=True)
    before = product.sink.octets.value
    with ExitStack() as stack:
        for _ in range(workers):
            stack.enter_context(worker(product))
        figure = _watched(product.sink, readers)
    return Sent(figure, (product.sink.octets.value - before) // readers)


def prepared(sink: Sink, octets: int, messages: int) -> Figure:
    """Bytes of the same size that are there already, over one connection, with nothing written down."""
    message = _message(octets)
    durations: list[float] = []
    busy, start = Busy(), perf_counter()
    with smtplib.SMTP("127.0.0.1", sink.port) as post:
        for number in range(messages):
            begin = perf_counter()
            post.sendmail("post@example.org", [f"lezer{number}@example.org"], message)
            durations.append(perf_counter() - begin)
    return Figure.of(durations, perf_counter() - start, busy.since())


def _message(octets: int) -> bytes:
    line = b"x" * 74 + b"\r\n"
    return b"Subject: prepared\r\n\r\n" + line * (octets // len(line))


def arrival(sink: Sink) -> Callable[[int], None]:
    """From now on one mail for every step."""
    already = sink.count
    return lambda amount: wait_until_sent(sink, already + amount)


def wait_until_sent(sink: Sink, amount: int) -> None:
    deadline = monotonic() + PATIENCE
    while sink.count < amount:
        if monotonic() > deadline:
            raise SystemExit(f"Only {sink.count} of {amount} mails arrived.")
        sleep(0.02)


def _watched(sink: Sink, amount: int) -> Figure:
    already = sink.count
    wait_until_sent(sink, already + 1)
    busy, start, first = Busy(), perf_counter(), sink.count
    wait_until_sent(sink, already + amount)
    elapsed, count = perf_counter() - start, already + amount - first
    return Figure.of([elapsed / count] * count, elapsed, busy.since())
