"""What the worker itself puts in the outbox is its own to send, without a call."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# The tokens of what it wrote so far; None where somebody else writes.
written_by_worker: ContextVar[list[str] | None] = ContextVar("written_by_worker", default=None)


@contextmanager
def claimed_as_written() -> Iterator[list[str]]:
    """The tokens of what is put in the outbox in the block, as far as it is the worker's own to send.

    A transaction that was rolled back leaves some of which there is no row.
    """
    written: list[str] = []
    before = written_by_worker.set(written)
    try:
        yield written
    finally:
        written_by_worker.reset(before)
