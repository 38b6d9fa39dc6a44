"""Mails that ask for a decision: nobody knows whether they arrived, or the mail server refused them."""

from dataclasses import dataclass

from . import delivery
from .outgoing import OutgoingMessage, State

STATES = [State.DOUBT, State.FAILED]
ACTIONS = {"again": delivery.send_again, "rest": delivery.discard}


@dataclass(frozen=True)
class Undecided:
    """A row as `mail/undecided.html` shows it, with the addresses of what can be done."""

    row: OutgoingMessage
    to: str
    send_again_url: str
    discard_url: str
    subject: str = ""
