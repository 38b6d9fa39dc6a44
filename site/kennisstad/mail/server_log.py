"""What the mail server itself recorded: which rows it has accepted."""

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings

logger = logging.getLogger(__name__)

# Older than this, a log may have been rotated away: "not there" then proves nothing.
LOG_KEPT = timedelta(hours=24)
TOKEN = re.compile(r"\+([0-9a-f]{32})@")


class ServerLogUnavailable(Exception):
    """There is no record, or it cannot be read now."""


def accepted_tokens(tokens: Iterable[str]) -> set[str]:
    """Those of the tokens that occur in the acceptor's record, as part of an envelope sender.

    Raises `ServerLogUnavailable` when there is none or it cannot be read.
    """
    if not settings.MAIL_EVIDENCE:
        raise ServerLogUnavailable
    wanted = set(tokens)
    try:
        return {token for line in _record(settings.MAIL_EVIDENCE) for token in TOKEN.findall(line)} & wanted
    except OSError as error:
        logger.warning("The mail server's record cannot be read: %s", error)
        raise ServerLogUnavailable from error


def _record(place: str) -> Iterator[str]:
    """A mail log with the one before it, or the answer of an address."""
    if place.startswith(("http://", "https://")):
        with urlopen(place, timeout=10) as answer:  # noqa: S310 -- the operator's own setting, http(s) only
            yield answer.read().decode(errors="replace")
        return
    for path in (Path(f"{place}.1"), Path(place)):
        if path.exists() or path == Path(place):
            with path.open(encoding="utf-8", errors="replace") as log:
                yield from log
