"""Mails that ask for a decision: nobody knows whether they arrived, or the mail server refused them."""

from dataclasses import dataclass

from . import dispatch
from .ledger import Dispatch, State

STATES = [State.DOUBT, State.FAILED]
RULES = {"again": dispatch.send_again, "rest": dispatch.let_rest}


@dataclass(frozen=True)
class Undecided:
    """A row as `mail/undecided.html` shows it, with the addresses of what can be done."""

    row: Dispatch
    to: str
    again: str
    rest: str
    subject: str = ""
