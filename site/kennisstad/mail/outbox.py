"""Putting mail in the outbox: the only way a mail leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType

from django.db import transaction

from kennisstad.background import call_after_commit

from .claiming import written_by_worker
from .models import MailAttachment, OutgoingMail
from .outgoing import BATCH, response_timeout
from .tasks import deliver

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
    mail = OutgoingMail(
        key=key,
        to=to,
        subject=subject,
        text=text,
        html=html,
        language=language,
        delete_after=delete_after,
        headers=dict(headers),
    )
    written = written_by_worker.get()
    is_claimed = written is not None and len(written) < BATCH
    if is_claimed:
        mail.not_before += response_timeout()
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=True)
    there = OutgoingMail.objects.only("token").get(key=key)
    if there.token != mail.token:
        return there
    mail.pk = there.pk
    MailAttachment.objects.bulk_create(MailAttachment(mail=mail, **asdict(item)) for item in attachments)
    if written is not None and is_claimed:
        written.append(mail.token)
    wake_worker()
    return mail


def wake_worker() -> None:
    """Once the rows are there."""
    if written_by_worker.get() is None:
        call_after_commit(deliver)
