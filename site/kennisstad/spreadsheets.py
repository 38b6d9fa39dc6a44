"""Cells that a spreadsheet shows and never works out."""

import unicodedata
from numbers import Number
from typing import Any

from django.utils.encoding import force_str

from kennisstad.texts import lines

# What a spreadsheet takes for the beginning of a formula, also in the wide form of East Asian keyboards.
FORMULA_STARTS = frozenset("=+-@|%")
LINE_STARTS = ("\t", "\r", "\n")


def as_text(cell: str) -> str:
    return f"'{cell}" if _begins_a_formula(cell) else cell


def value_as_text(value: Any) -> Any:
    """For exports of Wagtail's own, which hold titles and names that people typed."""
    if value is None or isinstance(value, Number):
        return value
    return as_text(", ".join(map(force_str, value)) if isinstance(value, list) else force_str(value))


def value_in_a_cell(value: Any) -> Any:
    """The same for a workbook, which says by itself what is text, and holds no control characters."""
    if isinstance(value, list):
        value = ", ".join(map(force_str, value))
    shown = force_str(value, strings_only=True)
    return lines(shown) if isinstance(shown, str) else shown


def _begins_a_formula(cell: str) -> bool:
    # Spaces, controls, byte order marks and what joins or combines come before a formula without a trace.
    first = next((char for char in cell if unicodedata.category(char)[0] not in "CZM"), "")
    return cell.startswith(LINE_STARTS) or unicodedata.normalize("NFKC", first)[:1] in FORMULA_STARTS
