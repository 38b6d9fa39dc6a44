"""One reader's letter: the mailing's bytes with the reader's own headers and token."""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from kennisstad.languages import in_language
from kennisstad.mail.prepared import PreparedMessage
from kennisstad.mailbox import envelope_address
from newsletter.links import full_url, subscriber_token
from newsletter.models import Delivery, Mailing, Subscriber
from newsletter.rendering import TOKENS_PER_MESSAGE

SOFT_BREAK = b"=\r\n"
LINE = 70


def message_for(delivery: Delivery) -> PreparedMessage:
    subscriber, mailing = delivery.subscriber, delivery.mailing
    if subscriber is None:
        raise ValueError("The reader has been erased.")
    token = subscriber_token(subscriber)
    form = _form(mailing.pk, mailing.fingerprint, subscriber.language)
    return PreparedMessage(
        _own_headers(delivery, subscriber, form.unsubscribe_url.replace(mailing.gap, token))
        + _on_own_lines(token).join(form.pieces),
        to=envelope_address(subscriber.email),
        subject=in_language(mailing, "subject", subscriber.language),
    )


def _own_headers(delivery: Delivery, subscriber: Subscriber, unsubscribe: str) -> bytes:
    """One-click unsubscribing as RFC 8058 describes it."""
    lines = [
        f"To: {envelope_address(subscriber.email)}",
        f"Message-ID: {delivery.message_id}",
        f"List-Unsubscribe: <{unsubscribe}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _on_own_lines(token: str) -> bytes:
    raw = token.encode()
    return SOFT_BREAK + b"".join(raw[at : at + LINE] + SOFT_BREAK for at in range(0, len(raw), LINE))


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """What is the same for all readers of a language, with gaps for what is not."""

    pieces: list[bytes]
    unsubscribe_url: str


@lru_cache(maxsize=2)
def _form(mailing_id: int, fingerprint: str, language: str) -> MessageTemplate:
    """Built once per language, and only one mailing is held; the fingerprint keeps another mailing's bytes out."""
    mailing = Mailing.objects.get(pk=mailing_id, fingerprint=fingerprint)
    pieces = _in_lines(mailing.gap).split(_shared(mailing, language).as_bytes())
    if len(pieces) != 2 * TOKENS_PER_MESSAGE + 1:
        raise ValueError("The mailing's gaps are not where they should be.")
    return MessageTemplate(
        pieces, unsubscribe_url=full_url("newsletter:unsubscribe", mailing.gap, language=language)
    )


def _in_lines(gap: str) -> re.Pattern[bytes]:
    """The encoder may have broken a gap over two lines."""
    return re.compile("(?:=\r\n)?".join(map(re.escape, gap)).encode())


def _shared(mailing: Mailing, language: str) -> EmailMessage:
    host = urlsplit(settings.BASE_URL).hostname
    # Quoted-printable lines end at 76, headers may.
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["Subject"] = in_language(mailing, "subject", language)
    message["Date"] = mailing.approved_at
    message["List-Id"] = f"<nieuwsbrief.{host}>"
    message.set_content(in_language(mailing, "text", language), cte="quoted-printable")
    message.add_alternative(in_language(mailing, "html", language), subtype="html", cte="quoted-printable")
    message["Content-Language"] = language  # the content would take it away if it came later
    message.set_boundary(f"=_{mailing.fingerprint[:32]}")
    return message
