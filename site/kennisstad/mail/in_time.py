"""A limit for a whole exchange: a socket's own time-out begins anew with each byte."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR, socket
from threading import Event, Timer


@contextmanager
def hung_up_after(seconds: float, connection: socket) -> Iterator[Event]:
    """Whatever in the block waits for the other side ends by then, with an error or as if they had said all.

    Whether that has happened, the event says.
    """
    is_over = Event()

    def hang_up() -> None:
        is_over.set()
        with suppress(OSError):  # they may have hung up already
            # The socket's own, since TLS would say goodbye first.
            socket.shutdown(connection, SHUT_RDWR)

    watch = Timer(max(seconds, 0), hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield is_over
    finally:
        watch.cancel()
