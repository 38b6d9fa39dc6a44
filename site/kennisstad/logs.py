"""What may stand in a log: no address that opens something by itself."""

import logging
import re

SIGNED_LINK = re.compile(r"[\w-]{8,}\.[\w-]{5,8}\.[\w-]{20,}")
TICKET = re.compile(r"(?<=/t/)\w{16,}")


class Discreet(logging.Formatter):
    """Whoever reads the log can neither cancel for somebody nor show their ticket."""

    def format(self, record: logging.LogRecord) -> str:
        return TICKET.sub("…", SIGNED_LINK.sub("…", super().format(record)))
