"""Who was here before one mailbox counted as one, and shares theirs with an older row."""

from collections.abc import Iterator

from kennisstad.accounts.models import User
from kennisstad.mailbox import normal_form
from newsletter.models import Subscriber
from registrations.models import Registration

KINDS = (User, Subscriber)
type Row = User | Subscriber | Registration


def duplicate_mailboxes() -> Iterator[tuple[Row, Row | None]]:
    """Each younger row with the older, or with none when that has been erased since."""
    for kind in KINDS:
        rows = kind._default_manager
        for younger in rows.filter(mailbox=None).order_by("pk"):
            yield younger, rows.filter(mailbox=normal_form(younger.email)).first()
    yield from _at_one_event()


def _at_one_event() -> Iterator[tuple[Row, Row | None]]:
    """They keep a seat each."""
    live = Registration.objects.live()
    for younger in live.filter(source=Registration.Source.IMPORT).exclude(email="").order_by("pk"):
        older = live.filter(event=younger.event_id, mailbox=younger.mailbox, source=Registration.Source.SITE)
        if found := older.first():
            yield younger, found
