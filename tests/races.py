"""Two at once, each with a database connection of its own; and what would happen without a lock."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event as Signal
from typing import Any
from unittest.mock import patch

from django.db import connections, transaction
from django.db.models import Model, QuerySet

# Seconds that an open transaction waits for the other one, who may be able to go on only afterwards.
PATIENCE = 1.0


def in_own_connection[T](work: Callable[[], T]) -> Callable[[], T]:
    """On a connection of its own, which sees what the others committed."""

    def done() -> T:
        try:
            return work()
        finally:
            connections.close_all()

    return done


def result_in_own_connection[T](work: Callable[[], T]) -> T:
    with ThreadPoolExecutor(1) as one:
        return one.submit(in_own_connection(work)).result()


def while_transaction_open[T](change: Callable[[], object], work: Callable[[], T], *, kept: bool = True) -> T:
    """The work is begun when the change is written, and the change is kept when the work is done or waits."""
    written, done = Signal(), Signal()

    def changing() -> None:
        try:
            with transaction.atomic():
                change()
                written.set()
                done.wait(PATIENCE)
                transaction.set_rollback(not kept)
        finally:
            written.set()

    def meanwhile() -> T:
        written.wait()
        try:
            return work()
        finally:
            done.set()

    with ThreadPoolExecutor(2) as both:
        open_one, answer = both.submit(in_own_connection(changing)), both.submit(in_own_connection(meanwhile))
        open_one.result()
        return answer.result()


@contextmanager
def without_row_locks(model: type[Model]) -> Iterator[None]:
    """Rows of this model are read as if nobody had asked to lock them: what a lock is for shows without it."""
    lock = QuerySet.select_for_update

    def read(rows: QuerySet[Any], *args: Any, **options: Any) -> QuerySet[Any]:
        return rows.all() if rows.model is model else lock(rows, *args, **options)

    with patch.object(QuerySet, "select_for_update", read):
        yield
