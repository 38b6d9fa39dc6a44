"""People who register, and what they find in their mail."""

import re
from dataclasses import dataclass
from email.message import EmailMessage

from .browser import Visitor
from .http_client import send_form
from .mailbox import Mailbox, attachments_of, text_of
from .organiser import Evening


@dataclass(frozen=True)
class Guest:
    name: str
    email: str
    mail: EmailMessage

    @property
    def code(self) -> str:
        return re.search(r"/t/(\w{16})\b", text_of(self.mail))[1]

    @property
    def picture(self) -> bytes:
        """The code, as a phone without a signal shows it."""
        return attachments_of(self.mail)[f"ticket-{self.code}.png"]


def register(visitor: Visitor, name: str, email: str) -> None:
    visitor.fill({"name": name, "email": email})
    visitor.follow("main form button")


def enrolled(site: str, mailbox: Mailbox, evening: Evening, name: str, email: str) -> Guest:
    """Somebody else who registered; how is not the point."""
    answer = send_form(site, f"{evening.path}aanmelden/", {"name": name, "email": email})
    assert answer.status == 302
    return Guest(name, email, mailbox.wait_for(email)[0])
