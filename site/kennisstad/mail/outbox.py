"""Putting mail in the outbox: the only way a mail leaves."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType

from django.db import transaction

from kennisstad.background import call_after_commit

from .models import MailAttachment, OutgoingMail

_is_awake = ContextVar("is_awake", default=False)

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Attachment:
    """With an `inline_id` the layout can show it: <img src="cid:…">."""

    name: str
    mimetype: str
    content: bytes
    inline_id: str = ""


@transaction.atomic(savepoint=False)
def queue_mail(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str,
    language: str,
    delete_after: date,
    attachments: Sequence[Attachment] = (),
    headers: Mapping[str, str] = NO_HEADERS,
) -> OutgoingMail:
    """Call it inside the transaction of the fact it tells about.

    A second call with the same key gives the first mail and sends nothing more.
    """
    mail, created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": subject,
            "text": text,
            "html": html,
            "language": language,
            "delete_after": delete_after,
            "headers": dict(headers),
        },
    )
    if created:
        MailAttachment.objects.bulk_create(MailAttachment(mail=mail, **asdict(item)) for item in attachments)
        wake_worker()
    return mail


def wake_worker() -> None:
    """Once the rows are there."""
    from .tasks import deliver  # it sends what this module writes

    if not _is_awake.get():
        call_after_commit(deliver)


@contextmanager
def worker_is_awake() -> Iterator[None]:
    """For the worker itself, which sends what it writes in the block without being called again."""
    before = _is_awake.set(True)
    try:
        yield
    finally:
        _is_awake.reset(before)
