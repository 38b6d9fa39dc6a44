"""The one loop that sends mail, and the settling of what a killed worker left behind."""

import logging
import smtplib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import batched
from typing import Self

from django.apps import apps
from django.core.mail import EmailMessage, mailers
from django.db import transaction
from django.utils import timezone

from . import server_log
from .outbox import claimed_as_written
from .outgoing import BATCH, OutgoingMessage, State

logger = logging.getLogger(__name__)

HANDFUL = 5
SERVICE_CLOSING = 421
FOR_GOOD = 500

# What other apps put in the outbox before anything is taken from it. They add themselves when they are ready.
BEFORE_SENDING: list[Callable[[], None]] = []


def outgoing_models() -> list[type[OutgoingMessage]]:
    """Tickets before newsletters."""
    models = (model for model in apps.get_models() if issubclass(model, OutgoingMessage))
    return sorted(models, key=lambda model: model.priority)


def send_due(seconds: float = 50) -> bool:
    """Send what is due. False when time was up first and there may be more."""
    stop_at = time.monotonic() + seconds
    rows = _fill_outbox()
    with SMTPSession() as post:
        while rows := rows or _claim():
            _send(rows, post)
            if time.monotonic() > stop_at:
                return False
            # Where there is more, whoever asked meanwhile goes before it. Otherwise a call of their own waits already.
            rows = _fill_outbox() if len(rows) >= BATCH else []
    return True


def _fill_outbox() -> list[OutgoingMessage]:
    """What is there to send already, without being claimed."""
    with claimed_as_written() as written:
        for put_in_outbox in BEFORE_SENDING:
            put_in_outbox()
    return list(written)


def _has_work(model: type[OutgoingMessage]) -> bool:
    """Asked before claiming, which reads all that a message is made of."""
    return bool(model.objects.due(timezone.now()).exists())


def _claim() -> list[OutgoingMessage]:
    for model in filter(_has_work, outgoing_models()):
        if rows := model.objects.claim(BATCH):
            return rows
    return []


def _send(rows: Sequence[OutgoingMessage], post: "SMTPSession") -> None:
    """One commit per handful: it settles the one before and offers the next, so a kill leaves one handful open."""
    answers: list[SMTPReply] = []
    try:
        for handful in batched(rows, HANDFUL, strict=False):
            messages = {row: message for row in handful if (message := _message_of(row))}
            post.open()
            # Committed before the server hears of the next: after a kill, only these are in doubt.
            with transaction.atomic():
                _write_down(answers)
                offered = _offer(list(messages))
            answers = []
            for row in offered:
                answers.append(post.send(row, messages[row]))
    except OSError:
        # There is no mail server now: when it is back, nothing need wait until these claims have passed.
        type(rows[0]).objects.release(rows)
        raise
    finally:
        _write_down(answers)


def _offer(rows: Sequence[OutgoingMessage]) -> list[OutgoingMessage]:
    return type(rows[0]).objects.offer(rows) if rows else []


def _message_of(row: OutgoingMessage) -> EmailMessage | None:
    try:
        return row.message()
    except Exception as error:
        logger.exception("Mail %s %s cannot be made.", row._meta.label, row.pk)
        row.settle(State.FAILED, f"{type(error).__name__}: {error}")
        return None


class ReplyKind(Enum):
    YES = auto()
    LATER = auto()
    NEVER = auto()
    SILENCE = auto()
    NOT_ASKED = auto()


@dataclass(frozen=True, slots=True)
class SMTPReply:
    """What the mail server said about a row, to be written down with the next commit."""

    row: OutgoingMessage
    verdict: ReplyKind
    words: str = ""


def _write_down(answers: Sequence[SMTPReply]) -> None:
    """Twice does no harm: a row that has left its offer is not touched."""
    if sent := [answer.row for answer in answers if answer.verdict is ReplyKind.YES]:
        type(sent[0]).objects.mark_sent(sent)
    for answer in answers:
        _write_down_other(answer)


def _write_down_other(answer: SMTPReply) -> None:
    match answer:
        case SMTPReply(row, ReplyKind.NOT_ASKED):
            row.queue_again(timezone.now())
        case SMTPReply(row, ReplyKind.LATER, words):
            row.postpone(words)
        case SMTPReply(row, ReplyKind.NEVER, words):
            row.settle(State.FAILED, words)
        case SMTPReply(row, ReplyKind.SILENCE, words):
            row.note(words)


class SMTPSession:
    """A connection to the mail server, opened before anything is offered."""

    def __init__(self) -> None:
        self.mailer = mailers["default"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.mailer.close()

    def open(self) -> None:
        """Does nothing while it is open."""
        self.mailer.open()

    def send(self, row: OutgoingMessage, message: EmailMessage) -> SMTPReply:
        return (
            self._hand_over(row, message)
            if row.is_fresh and self._is_open()
            else SMTPReply(row, ReplyKind.NOT_ASKED)
        )

    def _is_open(self) -> bool:
        """The server may have hung up on the one before."""
        try:
            self.open()
        except OSError:
            return False
        return True

    def _hand_over(self, row: OutgoingMessage, message: EmailMessage) -> SMTPReply:
        try:
            self.mailer.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            return self._refused(row, *next(iter(error.recipients.values())))
        except smtplib.SMTPSenderRefused as error:
            # About us, not about the reader: worth trying again whatever the code.
            return self._refused(row, min(error.smtp_code, FOR_GOOD - 1), error.smtp_error)
        except smtplib.SMTPResponseException as error:
            return self._refused(row, error.smtp_code, error.smtp_error)
        except (ValueError, smtplib.SMTPNotSupportedError) as error:
            return SMTPReply(row, ReplyKind.NEVER, str(error))
        except OSError as error:
            self.mailer.close()
            return SMTPReply(row, ReplyKind.SILENCE, f"{type(error).__name__}: {error}")
        return SMTPReply(row, ReplyKind.YES)

    def _refused(self, row: OutgoingMessage, code: int, words: bytes | str) -> SMTPReply:
        text = words.decode(errors="replace") if isinstance(words, bytes) else words
        if code == SERVICE_CLOSING:
            self.mailer.close()
        return SMTPReply(row, ReplyKind.LATER if code < FOR_GOOD else ReplyKind.NEVER, f"{code} {text}")


def settle_unanswered() -> int:
    """Ask the mail server's record about rows that were offered and never settled; how many it could settle."""
    return sum(_settle(model) for model in outgoing_models())


def _settle(model: type[OutgoingMessage]) -> int:
    now = timezone.now()
    rows = list(model.objects.unanswered(now) | model.objects.in_doubt_since(now - server_log.LOG_KEPT))
    if not rows:
        return 0
    try:
        there = server_log.accepted_tokens(row.token for row in rows)
    except server_log.ServerLogUnavailable:
        return sum(row.settle(State.DOUBT, row.error) for row in rows if row.state == State.OFFERED)
    return sum(_settle_by(row, accepted=row.token in there) for row in rows)


def _settle_by(row: OutgoingMessage, *, accepted: bool) -> bool:
    if accepted:
        return row.settle(State.SENT)
    if row.offered_at and row.offered_at < timezone.now() - server_log.LOG_KEPT:
        return row.settle(State.DOUBT, row.error)
    return row.queue_again(timezone.now())


def send_again(row: OutgoingMessage) -> bool:
    """A person decides that the mail has not arrived. False when somebody else decided first."""
    return row.queue_again(timezone.now())


def discard(row: OutgoingMessage) -> bool:
    """A person decides that it need not be sent (again). False when somebody else decided first."""
    return row.settle(State.WITHDRAWN)
