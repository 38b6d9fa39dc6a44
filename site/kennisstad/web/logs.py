"""What may stand in a log or a report: no address that opens something by itself."""

import logging
import re
from typing import Any

from django.db.utils import InterfaceError, OperationalError

SIGNED_LINK = re.compile(r"[\w-]+\.[\w-]{5,8}\.[\w-]{40,}")
# Django's own, behind which somebody chooses a new password.
RESET_LINK = re.compile(r"\w+-\w{5,8}-[0-9a-f]{32,}")
# Each is a mistake of whoever asked, or an attempt: nothing that an administrator can mend.
REFUSED = (
    "DisallowedHost",
    "DisallowedRedirect",
    "RequestDataTooBig",
    "SuspiciousFileOperation",
    "SuspiciousMultipartForm",
    "SuspiciousOperation",
    "SuspiciousSession",
    "TooManyFieldsSent",
    "TooManyFilesSent",
)
# It does not answer, is full, or is busy for longer than anybody waits.
DATABASE_AWAY = (OperationalError, InterfaceError)
MOST_SAID = 200
# A code may be typed in groups, and an address may stand encoded within another.
TICKET = re.compile(r"((?:/|%2F)t(?:/|%2F))\w{4}(?:\w|[ +-](?=\w)|%20){4,}", re.IGNORECASE)


def discreet(text: str) -> str:
    """Whoever reads it can neither cancel for somebody nor show their ticket."""
    return TICKET.sub(r"\1…", RESET_LINK.sub("…", SIGNED_LINK.sub("…", text)))


class Discreet(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))


def one_line(record: logging.LogRecord) -> bool:
    """A filter: what was refused is a warning of one line, with no traceback, and no error to report."""
    record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
    record.msg, record.args = " ".join(record.getMessage().split())[:MOST_SAID], ()
    record.exc_info = record.exc_text = record.stack_info = None
    return True


def away_in_one_line(record: logging.LogRecord) -> bool:
    """A filter: while the database is away each request and each task would write the same long traceback."""
    failure = record.exc_info[1] if record.exc_info else None
    if not isinstance(failure, DATABASE_AWAY):
        return True
    record.msg, record.args = f"{record.getMessage()} {type(failure).__name__}: {failure}", ()
    return one_line(record)


def discreet_report(event: Any, _hint: object = None) -> Any:
    """The same for all that an error report holds."""
    match event:
        case str():
            return discreet(event)
        case dict():
            return {key: discreet_report(value) for key, value in event.items()}
        case list() | tuple():
            return [discreet_report(value) for value in event]
    return event
