"""Handing one message to whoever carries mail, and what was answered: the same words whatever they speak."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Outcome(Enum):
    ACCEPTED = auto()
    DEFERRED = auto()
    REFUSED = auto()
    # Everything was handed over and then nothing came: only they know.
    NO_REPLY = auto()
    # It ended before that, so nobody has it.
    NOT_OFFERED = auto()


class About(Enum):
    """What a "no" is said of: another address may do, or everything else gets the same answer."""

    ADDRESS = auto()
    CONTENT = auto()
    US = auto()
    SERVER = auto()


class Stage(Enum):
    """How far a conversation came."""

    CONNECTION = "connection"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"
    END = "end"


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: Outcome
    about: About = About.ADDRESS
    stage: Stage = Stage.END
    words: str = ""

    @property
    def concerns_all(self) -> bool:
        """Whether the next message would hear the same, whomever it is for."""
        return self.outcome is not Outcome.ACCEPTED and self.about in {About.US, About.SERVER}


NOT_ASKED = Answer(Outcome.NOT_OFFERED, stage=Stage.CONNECTION)


class Transport(Protocol):
    def open(self) -> None:
        """Does nothing while it is open. Raises `OSError` when nobody is there."""

    def close(self) -> None: ...

    def hand_over(self, message: EmailMessage, sender: str) -> Answer:
        """To the one address in `message.to`; what comes back goes to `sender`. Never raises what the other side did."""
        ...


class MailerTransport:
    """Any backend of Django's: it says yes, or raises something of which nobody knows what it means."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self.backend = backend

    def open(self) -> None:
        self.backend.open()

    def close(self) -> None:
        self.backend.close()

    def hand_over(self, message: EmailMessage, sender: str) -> Answer:
        message.from_email = sender
        try:
            self.backend.send_messages([message])
        except ValueError as error:
            return Answer(Outcome.REFUSED, About.ADDRESS, Stage.RECIPIENT, str(error))
        except Exception as error:  # noqa: BLE001 - each provider has its own
            return Answer(Outcome.NO_REPLY, About.SERVER, words=f"{type(error).__name__}: {error}")
        return Answer(Outcome.ACCEPTED)
