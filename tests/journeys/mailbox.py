"""The mailbox of the demo: what really arrived over SMTP."""

import json
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from time import monotonic, sleep
from urllib.request import urlopen

PATIENCE = 30


@dataclass(frozen=True)
class Mailbox:
    url: str

    def to(self, address: str) -> list[EmailMessage]:
        """All that was delivered to an address, oldest first."""
        ids = [row["id"] for row in self.rows() if address in row["recipients"]["to"]]
        return [self.message(number) for number in sorted(ids)]

    def wait_for(self, address: str, amount: int = 1) -> list[EmailMessage]:
        """As many messages as asked; a worker needs a moment to send them."""
        deadline = monotonic() + PATIENCE
        while len(messages := self.to(address)) < amount:
            assert monotonic() < deadline, f"{len(messages)} instead of {amount} mails for {address}"
            sleep(0.3)
        return messages

    def wait_for_letters(self, subjects: set[str], amount: int, patience: int) -> list[str]:
        """To whom it was delivered in one language or another, once there are so many."""
        deadline = monotonic() + patience
        while len(addresses := self.recipients(subjects)) < amount:
            assert monotonic() < deadline, f"{len(addresses)} letters instead of {amount}"
            sleep(1)
        return addresses

    def letter(self, address: str, subject: str) -> EmailMessage:
        (found,) = [mail for mail in self.to(address) if mail["subject"] == subject]
        return found

    def recipients(self, subjects: set[str]) -> list[str]:
        letters = (row for row in self.rows() if row["subject"] in subjects)
        return [address for letter in letters for address in letter["recipients"]["to"]]

    def rows(self) -> list[dict]:
        return json.loads(self.get("/messages/"))["messages"]

    def message(self, number: int) -> EmailMessage:
        return message_from_bytes(self.get(f"/messages/{number}.source"), policy=default)

    def get(self, path: str) -> bytes:
        with urlopen(self.url + path, timeout=10) as answer:
            return answer.read()


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def html_of(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()


def links_in(message: EmailMessage) -> list[str]:
    return re.findall(r"https?://[^\s<>\"]+", text_of(message))


def link_in(message: EmailMessage, part: str) -> str:
    """The link in the text whose address holds `part`."""
    found = [link for link in links_in(message) if part in link]
    assert found, f"No link with {part!r} in:\n{text_of(message)}"
    return found[0]


def attachments_of(message: EmailMessage) -> dict[str, bytes]:
    return {
        part.get_filename(): part.get_payload(decode=True) for part in message.walk() if part.get_filename()
    }
