"""Mails that ask for a decision: nobody knows whether they arrived, or the mail server refused them."""

from collections.abc import Sequence
from dataclasses import dataclass

from .outgoing import OutgoingMessage, OutgoingMessageQuerySet

# What can be decided, as a method of rows.
RULES = {"again": "send_again", "rest": "discard"}


def decide[M: OutgoingMessage](rows: OutgoingMessageQuerySet[M], rule: str) -> int:
    """About these rows; how many there still were to decide about, since somebody else may have been first."""
    return int(getattr(rows, RULES[rule])())


@dataclass(frozen=True)
class Undecided:
    """A row as `mail/undecided.html` shows it, with the addresses of what can be done."""

    row: OutgoingMessage
    to: str
    send_again_url: str
    discard_url: str
    subject: str = ""


@dataclass(frozen=True)
class UndecidedList:
    """Those that are shown, how many there are, and the addresses of what can be done with all of them."""

    shown: Sequence[Undecided]
    number: int
    send_all_again_url: str
    discard_all_url: str
