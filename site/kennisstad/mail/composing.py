"""One message from its parts, with the headers that every mail of ours carries."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.message import MIMEPart
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from kennisstad.mailbox import envelope_address

from .outgoing import OutgoingMessage
from .rendering import RenderedMail


class Attached(Protocol):
    """With an `inline_id` the layout can show it: <img src="cid:…">."""

    @property
    def name(self) -> str: ...
    @property
    def mimetype(self) -> str: ...
    @property
    def content(self) -> bytes | memoryview: ...
    @property
    def inline_id(self) -> str: ...


def compose(
    row: OutgoingMessage,
    mail: RenderedMail,
    *,
    to: str,
    language: str,
    date: datetime,
    attachments: Iterable[Attached] = (),
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    known: dict[str, Any] = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": row.message_id,
        "Date": date,
        "Content-Language": language,
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        None,  # the envelope's sender is each offer's own
        [envelope_address(to)],
        headers=known | dict(headers or {}),
    )
    message.attach_alternative(mail.html, "text/html")
    for attachment in attachments:
        message.attach(_part(attachment))
    return message


def _part(attachment: Attached) -> MIMEPart:
    kind, _slash, subtype = attachment.mimetype.partition("/")
    part = MIMEPart()
    part.set_content(
        bytes(attachment.content),
        kind,
        subtype,
        disposition="inline" if attachment.inline_id else "attachment",
        filename=attachment.name,
        cid=f"<{attachment.inline_id}>" if attachment.inline_id else None,
    )
    return part
