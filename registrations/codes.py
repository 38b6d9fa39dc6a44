"""Ticket codes: short enough to type, impossible to guess."""

import re
import secrets

# Without 0/O, 1/I/L, which people mix up.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 16


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalize_code(typed: str) -> str:
    """The code as it is stored, whatever spaces, dashes or small letters somebody types or a camera reads."""
    return re.sub(r"[^A-Z0-9]", "", typed[:200].upper())


def grouped(code: str) -> str:
    """ABCD EFGH JKMN PQRS"""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
