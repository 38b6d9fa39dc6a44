"""The one loop that sends mail."""

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched, groupby

from django.core.mail import EmailMessage, mailers
from django.db import transaction
from django.utils import timezone

from . import pace, restoring
from .claiming import claimed_as_written
from .models import OutgoingMail
from .outgoing import BATCH, OutgoingMessage, State
from .settling import outgoing_models, record_shows
from .smtp import EmailBackend, SMTPTransport
from .transport import NOT_ASKED, About, Answer, MailerTransport, Outcome, Transport

logger = logging.getLogger(__name__)

# After a kill so many are in doubt, or wait until the record is asked where there is one that tells.
HANDFUL, HANDFUL_ON_RECORD = 5, 20
# A slow server is waited for so long; after that the next call goes on.
PATIENCE = timedelta(seconds=20)
# So many "not now" in a row from one domain, and it rests; so many in a row that are refused because of us, and the
# newsletter that they belong to stops. It does as well when half of its last few are refused.
IN_A_ROW = 3
LAST_FEW = 20

# What other apps put in the outbox before anything is taken from it. They add themselves when they are ready.
BEFORE_SENDING: list[Callable[[], None]] = []


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered about a row, to be written down with the next commit."""

    row: OutgoingMessage
    answer: Answer
    domain: str


class NotNow(Exception):
    """The mail server takes nothing for a while, or nothing may be given to it."""


def send_due(seconds: float = 50) -> bool:
    """Send what is due. False when time was up first and there may be more."""
    stop_at = time.monotonic() + seconds
    rows = _fill_outbox()
    with _transport() as transport:
        run = Run(transport)
        while rows := rows or _claim(HANDFUL if run.is_slow else BATCH):
            try:
                run.send(rows)
            except NotNow:
                return True
            if time.monotonic() > stop_at:
                return False
            # Where there is more, whoever asked meanwhile goes before it. Otherwise a call of their own waits already.
            rows = _fill_outbox() if len(rows) >= BATCH or run.is_slow else []
    return True


def _fill_outbox() -> list[OutgoingMessage]:
    """What is there to send already, without being claimed."""
    with claimed_as_written() as written:
        for put_in_outbox in BEFORE_SENDING:
            put_in_outbox()
    return (
        list(OutgoingMail.objects.filter(token__in=written).for_sending().order_by("pk")) if written else []
    )


@contextmanager
def _transport() -> Iterator[Transport]:
    """The way to the mail server, opened with the first message."""
    backend = mailers["default"]
    transport = SMTPTransport(backend) if isinstance(backend, EmailBackend) else MailerTransport(backend)
    try:
        yield transport
    finally:
        transport.close()


def _has_work(model: type[OutgoingMessage]) -> bool:
    """Asked before claiming, which reads all that a message is made of."""
    return bool(model.objects.due(timezone.now()).exists())


def _claim(limit: int) -> list[OutgoingMessage]:
    for model in filter(_has_work, outgoing_models()):
        if rows := model.objects.claim(limit):
            return rows
    return []


def _message_of(row: OutgoingMessage) -> EmailMessage | None:
    try:
        return row.message()
    except Exception as error:
        logger.exception("Mail %s %s cannot be made.", row._meta.label, row.pk)
        row.settle(State.FAILED, f"{type(error).__name__}: {error}")
        return None


def _domain(message: EmailMessage) -> str:
    return message.to[0].rpartition("@")[2].lower()


@dataclass
class Run:
    """One call of the loop, and what it heard so far."""

    transport: Transport
    replies: list[Reply] = field(default_factory=list)
    # Who is slower than we are, as this run knows it, and until when each takes nothing.
    paces: dict[str, datetime] = field(default_factory=dict)
    accepted_since_no: int = 0
    put_off: Counter[str] = field(default_factory=Counter)
    refused_because_of_us: int = 0
    # Asked once, when the server has taken something and there is more: None until then.
    record_tells: bool | None = None
    last_few: deque[Reply] = field(default_factory=lambda: deque(maxlen=LAST_FEW))

    @property
    def is_slow(self) -> bool:
        return pace.MAIL_SERVER in self.paces

    def send(self, rows: Sequence[OutgoingMessage]) -> None:
        """One commit per handful: it settles the one before and offers the next, so a kill leaves one handful open.

        Raises `NotNow` when the mail server is not there, or wants to be left alone for longer than is waited for, or
        a copy is being put back: what was not offered is anybody's again.
        """
        model = type(rows[0])
        self.last_few = deque((reply for reply in self.last_few if type(reply.row) is model), LAST_FEW)
        try:
            self.paces = pace.known()
            size = self._size_of_handful(len(rows))
            for number, handful in enumerate(batched(rows, size, strict=False)):
                # Anew, since another worker may have heard "not so fast", and an administrator switches sending off.
                self.paces = pace.known() if number else self.paces
                if number and self.is_slow:
                    # This may take long, and whoever asks for a ticket meanwhile goes first.
                    model.objects.release(rows[number * size :])
                    break
                if not (messages := self._messages(handful)):
                    continue
                self._wait_for_turn(len(messages))
                self._open()
                # Committed before the server hears of the next: after a kill, only these are in doubt.
                with transaction.atomic():
                    self._settle()
                    offered = model.objects.offer(list(messages))
                    # Once these are locked: until the commit no copy can come in their place.
                    _refuse_what_is_half_restored()
                self.replies = []
                self._hand_over(offered, messages)
                self._learn()
        except Exception:
            # Whatever it was, nothing need wait until these claims have passed.
            model.objects.release(rows)
            raise
        finally:
            self._settle()

    def _size_of_handful(self, amount: int) -> int:
        if self.is_slow or amount <= HANDFUL:
            return HANDFUL
        if self.record_tells is None and (taken := self._taken()):
            self.record_tells = record_shows(taken)
        return HANDFUL_ON_RECORD if self.record_tells else HANDFUL

    def _taken(self) -> list[OutgoingMessage]:
        """The first of the last few: a record may be a moment late."""
        taken = [reply.row for reply in self.last_few if reply.answer.outcome is Outcome.ACCEPTED]
        return taken[:HANDFUL]

    def _messages(self, rows: Sequence[OutgoingMessage]) -> dict[OutgoingMessage, EmailMessage]:
        """Those of the rows that can be sent now. Whose domain rests waits with it."""
        now = timezone.now()
        messages = {row: message for row in rows if (message := _message_of(row))}
        for row, message in list(messages.items()):
            until = self.paces.get(_domain(message), now)
            if until > now:
                row.queue_again(until)
                del messages[row]
        return messages

    def _wait_for_turn(self, amount: int) -> None:
        if not self.is_slow:
            return
        wait = pace.reserve(amount, within=PATIENCE)
        if wait is None:
            raise NotNow
        time.sleep(wait.total_seconds())

    def _open(self) -> None:
        try:
            self.transport.open()
        except (OSError, ValueError) as error:  # a password that cannot be said in SMTP is a ValueError
            words = f"{type(error).__name__}: {error}"
            until = pace.rest(pace.MAIL_SERVER, words)
            logger.warning("The mail server is not there, and is asked again after %s. %s", until, words)
            raise NotNow from error

    def _hand_over(
        self, rows: Sequence[OutgoingMessage], messages: dict[OutgoingMessage, EmailMessage]
    ) -> None:
        """Each to the server, until it says something that goes for all of them."""
        is_over, refused = False, 0
        for row in rows:
            message = messages[row]
            may_ask = row.is_fresh and not is_over and refused < LAST_FEW / 2
            answer = self.transport.hand_over(message, row.envelope_sender) if may_ask else NOT_ASKED
            self.replies.append(Reply(row, answer, _domain(message)))
            is_over = is_over or answer.concerns_all
            refused += answer.outcome is Outcome.REFUSED

    def _settle(self) -> None:
        _write_down(self.replies)

    def _learn(self) -> None:
        """From what this handful heard: how fast the next may go, and whether what it belongs to must stop."""
        accepted = sum(reply.answer.outcome is Outcome.ACCEPTED for reply in self.replies)
        if accepted and self.is_slow:
            pace.speed_up(pace.MAIL_SERVER, accepted)
            self.refused_because_of_us = 0
        for reply in self.replies:
            self._learn_from(reply.answer, reply.domain)
        self.last_few.extend(self.replies)
        refused = [reply for reply in self.last_few if reply.answer.outcome is Outcome.REFUSED]
        if refused and (self.refused_because_of_us >= IN_A_ROW or len(refused) >= LAST_FEW / 2):
            self._halt([reply.row for reply in refused], refused[-1].answer.words)

    def _learn_from(self, answer: Answer, domain: str) -> None:
        match answer:
            case Answer(Outcome.ACCEPTED):
                self.accepted_since_no += 1
                self.put_off[domain] = 0
                if self.paces.pop(domain, None):
                    pace.speed_up(domain, 1)
            case Answer(Outcome.DEFERRED, About.SERVER) if self.accepted_since_no:
                self.paces[pace.MAIL_SERVER] = pace.slow_down(pace.MAIL_SERVER, answer.words)
                self.accepted_since_no = 0
            case Answer(Outcome.DEFERRED, About.SERVER):
                # Whoever takes nothing at all is not asked too fast.
                self._let_rest(pace.MAIL_SERVER, answer.words)
            case Answer(Outcome.REFUSED, About.US):
                self._let_rest(pace.MAIL_SERVER, answer.words)
                self.refused_because_of_us = pace.count_refusal(pace.MAIL_SERVER)
            case Answer(Outcome.NOT_OFFERED | Outcome.NO_REPLY, About.SERVER):
                # Many servers hang up after so many messages, and take more from whoever comes back.
                if not self.accepted_since_no:
                    self._let_rest(pace.MAIL_SERVER, answer.words)
                self.accepted_since_no = 0
            case Answer(Outcome.DEFERRED):
                self.put_off[domain] += 1
                if self.put_off[domain] % IN_A_ROW == 0:
                    self._let_rest(domain, answer.words)

    def _let_rest(self, destination: str, words: str) -> None:
        self.paces[destination] = pace.rest(destination, words)

    def _halt(self, refused: Sequence[OutgoingMessage], words: str) -> None:
        """Once they are written down, so that they can be taken back."""
        self._settle()
        self.replies, self.refused_because_of_us = [], 0
        self.last_few.clear()
        for rows in (list(same) for _model, same in groupby(refused, key=type)):
            type(rows[0]).halt(rows, words)


def _refuse_what_is_half_restored() -> None:
    """Raises `NotNow`."""
    if restoring.is_under_way():
        logger.warning("No mail goes. %s", restoring.WORDS)
        raise NotNow


def _write_down(replies: Sequence[Reply]) -> None:
    """Twice does no harm: a row that has left its offer is not touched."""
    if sent := [reply.row for reply in replies if reply.answer.outcome is Outcome.ACCEPTED]:
        type(sent[0]).objects.mark_sent(sent)
    for reply in replies:
        _write_down_no(reply.row, reply.answer)


def _write_down_no(row: OutgoingMessage, answer: Answer) -> None:
    match answer:
        case Answer(Outcome.NOT_OFFERED) | Answer(Outcome.DEFERRED, About.SERVER):
            row.queue_again(timezone.now(), answer.words)
        case Answer(Outcome.DEFERRED) | Answer(Outcome.REFUSED, About.US):
            row.postpone(answer.words)
        case Answer(Outcome.REFUSED):
            row.settle(State.FAILED, answer.words)
        case Answer(Outcome.NO_REPLY):
            row.note(answer.words)
