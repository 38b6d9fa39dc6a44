"""Speaking SMTP, and knowing of each answer at which stage it came and whom it is about."""

import re
from contextlib import suppress
from email import policy
from smtplib import SMTP, quoteaddr
from time import monotonic

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

from kennisstad.mailbox import envelope_address

from .in_time import hung_up_after
from .outgoing import longest_conversation
from .transport import About, Answer, Outcome, Stage

# Django takes apart addresses that need none: a fifth of sending a letter.
ATOMS, HOST = r"[a-z0-9_+=-]+(?:\.[a-z0-9_+=-]+)*", r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"
PLAIN = re.compile(f"{ATOMS}@{HOST}", re.ASCII | re.IGNORECASE)
ENHANCED = re.compile(r"[245]\.(\d{1,3}\.\d{1,3})\b")

GO_AHEAD = 354
SERVICE_CLOSING = 421
THROTTLED = 454
FOR_GOOD = 500
# Codes of RFC 5321 that speak of the mailbox, where no enhanced code says it better.
OF_MAILBOX = {450, 550, 551, 552, 553, 556}

type Reply = tuple[int, bytes]


class EmailBackend(smtp.EmailBackend):
    def prep_address(self, address: str, force_ascii: bool = True) -> str:
        """Django's own makes strasse of straße. Raises ValueError for what cannot be mailed."""
        if PLAIN.fullmatch(address):
            return address
        named = "<" in address  # by an operator only, in a setting
        return super().prep_address(address if named else envelope_address(address), force_ascii)


class SMTPTransport:
    def __init__(self, backend: EmailBackend) -> None:
        self.backend = backend
        self.took_the_last = False

    def open(self) -> None:
        self.backend.open()

    def close(self) -> None:
        with suppress(OSError):  # it may have hung up already
            self.backend.close()

    def hand_over(self, message: EmailMessage, sender: str) -> Answer:
        try:
            sender = self.backend.prep_address(sender)
        except ValueError as error:
            return Answer(Outcome.REFUSED, About.US, Stage.SENDER, str(error))
        try:
            recipient = self.backend.prep_address(message.to[0])
            content = message.message(policy=policy.SMTP).as_bytes()
        except ValueError as error:
            return Answer(Outcome.REFUSED, About.ADDRESS, Stage.RECIPIENT, str(error))
        answer = self._in_time(sender, recipient, content)
        self.took_the_last = answer.outcome is Outcome.ACCEPTED
        return answer

    def _in_time(self, sender: str, recipient: str, content: bytes) -> Answer:
        """Within `longest_conversation`, however slowly they speak: later somebody else may hand it over."""
        ends_at = monotonic() + longest_conversation().total_seconds()
        try:
            self.open()
        except OSError as error:
            self.close()
            return _broken_off(Stage.CONNECTION, error)
        connection = self.backend.connection
        assert connection is not None  # or opening it would have raised
        assert connection.sock is not None
        with hung_up_after(ends_at - monotonic(), connection.sock):
            return self._converse(connection, sender, recipient, content)

    def _converse(self, connection: SMTP, sender: str, recipient: str, content: bytes) -> Answer:
        stage = Stage.CONNECTION
        try:
            connection.ehlo_or_helo_if_needed()
            lines = {
                Stage.SENDER: f"MAIL FROM:{_in_brackets(sender)}{_size(connection, content)}\r\n",
                Stage.RECIPIENT: f"RCPT TO:{_in_brackets(recipient)}\r\n",
                Stage.CONTENT: "DATA\r\n",
            }
            in_one_go, refusal, reply = connection.has_extn("pipelining"), None, (0, b"")
            if in_one_go:
                connection.send("".join(lines.values()))
            for stage, line in lines.items():
                if not in_one_go:
                    connection.send(line)
                reply = connection.getreply()
                if refusal is None and not _goes_on(reply):
                    refusal = answer_to(stage, *reply, took_the_last=self.took_the_last)
                if refusal and not in_one_go:
                    break
            if refusal is None:
                # Without the last dot, which goes in one piece with the rest, no server keeps anything.
                connection.send(_with_last_dot(content))
                stage = Stage.END
                reply = connection.getreply()
                refusal = None if _is_yes(reply) else answer_to(stage, *reply)
        except OSError as error:
            self.close()
            return _broken_off(stage, error)
        if refusal:
            self._begin_anew(connection, refusal, reply)
        return refusal or Answer(Outcome.ACCEPTED)

    def _begin_anew(self, connection: SMTP, refusal: Answer, last: Reply) -> None:
        """After a "no", for the next message. Whether this goes well changes nothing about the answer."""
        try:
            if last[0] == GO_AHEAD:
                # Asked in one go it may be ready for a message to nobody.
                connection.docmd(".")
            if refusal.outcome is Outcome.NOT_OFFERED:
                self.close()
            else:
                connection.rset()
        except OSError:
            self.close()


def _broken_off(stage: Stage, error: OSError) -> Answer:
    outcome = Outcome.NO_REPLY if stage is Stage.END else Outcome.NOT_OFFERED
    return Answer(outcome, About.SERVER, stage, f"{type(error).__name__}: {error}")


def _goes_on(reply: Reply) -> bool:
    return _is_yes(reply) or reply[0] == GO_AHEAD


def _is_yes(reply: Reply) -> bool:
    return 200 <= reply[0] < 300


def _in_brackets(address: str) -> str:
    return f"<{address}>" if PLAIN.fullmatch(address) else quoteaddr(address)


def _size(connection: SMTP, content: bytes) -> str:
    return f" SIZE={len(content)}" if connection.has_extn("size") else ""


def _with_last_dot(content: bytes) -> bytes:
    begin = b"." if content.startswith(b".") else b""
    end = b"" if content.endswith(b"\r\n") else b"\r\n"
    return begin + content.replace(b"\n.", b"\n..") + end + b".\r\n"


def answer_to(stage: Stage, code: int, words: bytes, *, took_the_last: bool = False) -> Answer:
    """What a "no" means, and about whom it is, after one that took somebody else's mail or one that did not."""
    text = f"{code} {words.decode(errors='replace')}"
    if code == SERVICE_CLOSING:
        # Also after the last dot: nobody may keep what they answer this to.
        return Answer(Outcome.NOT_OFFERED, About.SERVER, stage, text)
    if 400 <= code < FOR_GOOD:
        return Answer(Outcome.DEFERRED, _about_not_now(stage, code, text, took_the_last), stage, text)
    if FOR_GOOD <= code < 600:
        return Answer(Outcome.REFUSED, _about_never(stage, code, text), stage, text)
    is_over = stage is Stage.END
    return Answer(Outcome.NO_REPLY if is_over else Outcome.NOT_OFFERED, About.SERVER, stage, text)


def _about_not_now(stage: Stage, code: int, text: str, took_the_last: bool) -> About:
    """Whoever is asked too fast may say so anywhere; only what is said of a mailbox is about that mailbox.

    What fails behind the server, such as looking somebody up, concerns all until it takes the mail of another.
    """
    asked_for_somebody, enhanced = stage is Stage.RECIPIENT, _enhanced(text)
    match enhanced.split("."):
        case _ if code == THROTTLED:
            return About.SERVER
        case ["4", "1" | "4" | "6" | "7"] | ["7", "0" | "1" | "2"]:
            # Where it would go cannot be reached, or wants to see us again later.
            return About.ADDRESS if asked_for_somebody else About.SERVER
        case ["1", "7" | "8"] | ["5" | "6" | "7", _]:
            return About.SERVER
        case ["1" | "2", _]:
            return About.ADDRESS
    of_mailbox = took_the_last or (code in OF_MAILBOX and not enhanced)
    return About.ADDRESS if asked_for_somebody and of_mailbox else About.SERVER


def _about_never(stage: Stage, code: int, text: str) -> About:
    match _enhanced(text).split("."):
        case ["1", "7" | "8"]:
            return About.US
        case ["1" | "2" | "4", _]:
            return About.ADDRESS
        case ["3", "4"] | ["6", _]:
            return About.CONTENT
        case ["3" | "5" | "7", _]:
            return About.US
    if stage is Stage.RECIPIENT and code in OF_MAILBOX:
        return About.ADDRESS
    return About.CONTENT if stage is Stage.END else About.US


def _enhanced(text: str) -> str:
    """Subject and detail of RFC 3463, such as `1.1`, or nothing."""
    found = ENHANCED.match(text.partition(" ")[2])
    return found[1] if found else ""
