"""What somebody is called: in any script, on one line, and to be seen by whoever stands at the door."""

import unicodedata

from kennisstad.invisible_characters import BLANKS, JOINERS
from kennisstad.texts import one_line

# Formatting and halves of characters: some turn the direction of everything after them, also in a list.
STEERING = {"Cf", "Cs"}
# Letters, numbers, punctuation and symbols, so an emoji too. A mark alone hangs on whatever stands before it.
SEEN = set("LNPS")


def clean_name(text: str) -> str:
    """One form for names that look alike: whatever keeps words apart is one space, and é is one character."""
    words = "".join(map(_drawn, text)).split()
    return one_line(unicodedata.normalize("NFC", " ".join(words)))


def looks_empty(name: str) -> bool:
    """Of a tidy name."""
    return not any(unicodedata.category(char)[0] in SEEN for char in name)


def _drawn(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc" or char in BLANKS:
        return " "
    return "" if category in STEERING and char not in JOINERS else char
