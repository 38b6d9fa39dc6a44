"""What others do. Measured on 2026-11-21 on a machine with two cores that client and server shared, like ours:
pretix 2026.8.0 and django-newsletter 1.2.1 with PostgreSQL 15, gunicorn with two workers and Redis. pretix can do far
more than we; the comparison says what a visitor waits for, nothing about its code.

That machine was not this one. A bare Django view was measured there as it is here, and says how much slower or faster
this machine is: what a peer would do here is its figure times that pace.
"""

from dataclasses import dataclass

AIM = 10


@dataclass(frozen=True)
class Peer:
    """Per second, by the number of visitors at once."""

    what: str
    per_second: dict[int, float]


# One visitor: of eight at once, our own visitors would be the slowest part.
HELLO = 2782

EVENT = Peer("pretix, event page", {1: 17.6, 8: 41.1})
LIST = Peer("pretix, list of 200 events", {1: 10.0, 8: 20.1})
FEED_MISS = Peer("pretix, feed of 1,000, not cached", {1: 0.78, 8: 1.65})
FEED_HIT = Peer("pretix, feed of 1,000, cached 300 s", {1: 182, 8: 277})
REDEEM = Peer("pretix, check-in", {1: 20.1, 8: 37.4})
ORDER = Peer("pretix, free order with its mail", {8: 3.73})
NEWSLETTER = Peer("django-newsletter", {1: 95.6})
