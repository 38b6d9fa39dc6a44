"""The mail server's own record: which offers it took. A line that holds a token is no acceptance yet."""

import glob
import gzip
import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from .in_time import hung_up_after

logger = logging.getLogger(__name__)

# Older than this, a log may have been rotated away: "not there" then proves nothing.
LOG_KEPT = timedelta(hours=24)
# A file that was written last before this cannot know: clocks and buffers may differ by so much.
SLACK = timedelta(hours=1)
# Of an answer over HTTP; a longer one is cut off, and what is missing then proves nothing.
MOST_BYTES = 64 * 1024**2
# Until it says something more, and until it has said all.
PATIENCE, MOST_SECONDS = 10, 60

# `token` or, since each offer has its own, `token-offer`.
SENDER = r"<?[^\s<>,;]*\+(?P<token>[0-9a-f]{32}(?:-\d+)?)@[^\s<>,;]+>?"
# Postfix's queue manager names the sender when it takes a mail over, and again after each deferral. Its other programs
# name it when they refuse, and the recipient of a bounce is one as well.
POSTFIX = re.compile(
    rf"[^\[]*\bpostfix[\w/-]*/n?qmgr\[\d+\]: \w+: from={SENDER}, size=\d+, nrcpt=\d+ \(queue active\)"
)
# A server that keeps nothing but what it took: one line for each mail.
PLAIN = re.compile(rf"from={SENDER} to=<[^\s<>]+>\s*")


class ServerLogUnavailable(Exception):
    """There is no record, or it cannot be read now."""


def accepted_tokens(since: datetime) -> set[str]:
    """Of what the record says was taken since this moment, and perhaps of older mail too.

    Raises `ServerLogUnavailable` when there is none or it cannot be read.
    """
    place = settings.MAIL_EVIDENCE
    if not place or not settings.MAIL_UNIQUE_SENDER:
        raise ServerLogUnavailable
    try:
        return set(
            _of_address(place) if place.startswith(("http://", "https://")) else _of_files(place, since)
        )
    except Exception as error:  # whatever somebody else's file or server answers with
        logger.warning("The mail server's record cannot be read: %s: %s", type(error).__name__, error)
        raise ServerLogUnavailable from error


def tokens_in(lines: Iterable[str]) -> Iterator[str]:
    """Those of the lines that say that a mail was taken."""
    for line in lines:
        if found := POSTFIX.match(line) or PLAIN.fullmatch(line):
            yield found["token"]


def _of_files(place: str, since: datetime) -> Iterator[str]:
    """A log with those that were rotated away since: by number or by date, compressed or not."""
    path = Path(place)
    for file in sorted(path.parent.glob(f"{glob.escape(path.name)}*")):
        if file == path or _is_of(file, since):
            with (
                gzip.open(file, "rt", errors="replace")
                if file.suffix == ".gz"
                else file.open(encoding="utf-8", errors="replace") as log
            ):
                yield from tokens_in(log)
    if not path.exists():
        raise FileNotFoundError(place)


def _is_of(file: Path, since: datetime) -> bool:
    written = datetime.fromtimestamp(file.stat().st_mtime, tz=timezone.get_current_timezone())
    return file.is_file() and written > since - SLACK


def _of_address(place: str) -> Iterator[str]:
    """An address that answers with such lines, or with a list of what was taken, as mailboxes for trying out do."""
    text = _fetched(place).decode(errors="replace")
    if text.lstrip().startswith(("{", "[")):
        for sender in _senders(json.loads(text)):
            if found := re.fullmatch(SENDER, sender):
                yield found["token"]
    else:
        yield from tokens_in(text.splitlines())


def _fetched(place: str) -> bytes:
    """Raises `OSError` or `HTTPException` for what is no whole answer in time."""
    url = urlsplit(place)
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    with closing(kind(url.netloc, timeout=PATIENCE)) as connection:
        connection.connect()
        with hung_up_after(MOST_SECONDS, connection.sock) as is_over:
            connection.request("GET", f"{url.path or '/'}{url.query and '?'}{url.query}")
            answer = connection.getresponse()
            text = answer.read(MOST_BYTES)
    if is_over.is_set():
        raise TimeoutError(f"not all was said within {MOST_SECONDS} seconds")
    if answer.status != HTTPStatus.OK:
        raise HTTPException(f"{answer.status} {answer.reason}")
    return text


def _senders(kept: object) -> Iterator[str]:
    match kept:
        case {"sender": str(sender)}:
            yield sender
        case dict():
            for value in kept.values():
                yield from _senders(value)
        case list():
            for value in kept:
                yield from _senders(value)
