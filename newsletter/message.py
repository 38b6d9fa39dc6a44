"""One reader's letter: the mailing's bytes with the reader's own headers and token."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

from django.conf import settings

from kennisstad.mail.prepared import PreparedMessage
from kennisstad.mail.rendering import RenderedMail
from kennisstad.mailbox import envelope_address

# To unsubscribe and to the preferences.
TOKENS_PER_MESSAGE = 2
SOFT_BREAK = b"=\r\n"
LINE = 70


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """What is the same for all readers of a language, in pieces: between them goes each reader's token."""

    subject: str
    pieces: list[bytes]
    gap: str
    unsubscribe_url: str

    def fill_in(self, *, to: str, token: str, message_id: str) -> PreparedMessage:
        """The letter to this address, with one-click unsubscribing as RFC 8058 describes it."""
        headers = [
            f"To: {envelope_address(to)}",
            f"Message-ID: {message_id}",
            f"List-Unsubscribe: <{self.unsubscribe_url.replace(self.gap, token)}>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ]
        raw = token.encode()
        # On lines of its own: what stands around it is encoded, and no line may be longer than 76.
        on_own_lines = SOFT_BREAK + b"".join(
            raw[at : at + LINE] + SOFT_BREAK for at in range(0, len(raw), LINE)
        )
        return PreparedMessage(
            "".join(f"{header}\r\n" for header in headers).encode("ascii") + on_own_lines.join(self.pieces),
            to=envelope_address(to),
            subject=self.subject,
        )


def message_template(
    mail: RenderedMail, *, language: str, gap: str, unsubscribe_url: str, date: datetime, fingerprint: str
) -> MessageTemplate:
    """Of what was frozen in one language, with gaps for each reader's own token.

    Raises `ValueError` when there are fewer or more gaps than tokens.
    """
    # Quoted-printable lines end at 76, headers may.
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["Subject"] = mail.subject
    message["Date"] = date
    message["List-Id"] = f"<nieuwsbrief.{urlsplit(settings.BASE_URL).hostname}>"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = language  # the content would take it away if it came later
    message.set_boundary(f"=_{fingerprint[:32]}")
    # The encoder may have broken a gap over two lines.
    gap_in_lines = re.compile("(?:=\r\n)?".join(map(re.escape, gap)).encode())
    pieces = gap_in_lines.split(message.as_bytes())
    if len(pieces) != 2 * TOKENS_PER_MESSAGE + 1:
        raise ValueError("The mailing's gaps are not where they should be.")
    return MessageTemplate(mail.subject, pieces, gap, unsubscribe_url)
