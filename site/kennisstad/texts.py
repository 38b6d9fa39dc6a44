"""Typed and pasted text, made fit for every output: pages, mail, calendars, feeds, PDF and spreadsheets."""

import re
from typing import Any

# The ways in which programs end a line; a slide's soft return is a vertical tab.
LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters, halves of characters, characters that are none, and those that turn the direction
# of whatever comes after them: XML, databases or calendar programs stop at each of these.
UNFIT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffb\ufeff\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)
SPACE = re.compile(r"[\t\n]+")


def lines(text: str) -> str:
    """Text with line breaks as one kind of line break."""
    return UNFIT.sub("", LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """Text without line breaks."""
    return SPACE.sub(" ", lines(text))


def every_text(data: Any) -> Any:
    """The same for all texts within JSON."""
    match data:
        case str():
            return lines(data)
        case dict():
            return {key: every_text(value) for key, value in data.items()}
        case list() | tuple():
            return [every_text(value) for value in data]
    return data
