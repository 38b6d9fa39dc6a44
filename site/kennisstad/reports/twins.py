"""Who was here before one mailbox counted as one, and shares theirs with an older row."""

from collections.abc import Iterator

from kennisstad.accounts.models import User
from kennisstad.mailbox import normal_form
from newsletter.models import Subscriber

KINDS = (User, Subscriber)


def twins() -> Iterator[tuple[User | Subscriber, User | Subscriber | None]]:
    """Each younger row with the older, or with none when that has been erased since."""
    for kind in KINDS:
        rows = kind._default_manager
        for younger in rows.filter(mailbox=None).order_by("pk"):
            yield younger, rows.filter(mailbox=normal_form(younger.email)).first()
