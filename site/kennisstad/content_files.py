"""Content in TOML files, read into dataclasses. What is wrong in a file is told to whoever wrote it."""

import json
import re
import tomllib
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from textwrap import shorten
from types import GenericAlias, NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

type Paragraphs = tuple[str, ...]
"""One text in the file, with an empty line between its paragraphs; other line breaks are for the eye."""

EMPTY_LINE = re.compile(r"\n[ \t]*\n")
LINE_NUMBER = re.compile(r" \(at line (\d+), column \d+\)$")
EXPECTED: dict[Any, str] = {
    str: "a text between quotes",
    Paragraphs: "a text between quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a day such as 2026-03-04",
    time: "a time such as 19:30:00",
}


class WrongContent(Exception):
    """Its message names the file, the key and what was expected there."""


def read[T](path: Path, kind: type[T], **given: object) -> T:
    """A file that holds one of these. What is `given` the file may not say. Raises `WrongContent`."""
    return cast("T", _record(kind, _table(path), path.name, given))


def read_list[T](path: Path, kind: type[T]) -> tuple[T, ...]:
    """A file that holds many, each below its name in brackets: [[venues]] in venues.toml. Raises `WrongContent`."""
    table, key = _table(path), path.stem
    if table.keys() != {key}:
        raise WrongContent(f"{path.name}: expected each entry to begin with [[{key}]], and nothing else.")
    return cast("tuple[T, ...]", _shaped(GenericAlias(tuple, (kind, ...)), table[key], path.name))


def read_folder[T](folder: Path, kind: type[T], **given: object) -> tuple[T, ...]:
    """A file for each, named by its slug. Raises `WrongContent`."""
    return tuple(read(path, kind, slug=path.stem, **given) for path in sorted(folder.glob("*.toml")))


def _table(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise WrongContent(f"{path.name}: expected a file that is saved as UTF-8.") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongContent(_broken(path, text, str(error))) from None


def _broken(path: Path, text: str, reason: str) -> str:
    found = LINE_NUMBER.search(reason)
    if found is None:
        return f"{path.name}: this is not TOML. {reason}."
    number = int(found[1])
    line = shorten(text.splitlines()[number - 1], 80)
    return f"{path.name}, line {number}: “{line}” is not TOML. {reason[: found.start()]}."


def _record(kind: Any, table: dict[str, Any], where: str, given: dict[str, object] | None = None) -> Any:
    given = given or {}
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind) if field.name not in given}
    if strange := [name for name in table if name not in known]:
        raise WrongContent(f"{where}: “{strange[0]}” is unknown. {_instead(strange[0], list(known))}")
    for name, field in known.items():
        if field.default is MISSING and name not in table:
            raise WrongContent(f"{where}: “{name}” is missing; expected {_expected(hints[name])}.")
    facts = {name: _shaped(hints[name], value, f"{where}, {name}") for name, value in table.items()}
    try:
        return kind(**facts, **given)
    except ValueError as refusal:
        raise WrongContent(f"{where}: {refusal}") from None


def _instead(name: str, known: list[str]) -> str:
    likely = get_close_matches(name, known, n=1, cutoff=0.75)
    return f"Did you mean “{likely[0]}”?" if likely else f"Known are: {', '.join(known)}."


def _shaped(kind: Any, value: Any, where: str) -> Any:
    kind = _unless_absent(kind)
    if is_dataclass(kind) and isinstance(value, dict):
        return _record(kind, value, where)
    if get_origin(kind) is tuple and isinstance(value, list):
        entries = enumerate(value, start=1)
        return tuple(_shaped(get_args(kind)[0], entry, f"{where} {number}") for number, entry in entries)
    if kind is Paragraphs and isinstance(value, str):
        return tuple(
            " ".join(paragraph.split()) for paragraph in EMPTY_LINE.split(value.strip()) if paragraph
        )
    if _is_choice(kind) and value in list(kind):
        return kind(value)
    if type(value) is not kind:
        raise WrongContent(f"{where}: expected {_expected(kind)}, not {_shown(value)}.")
    return value.strip() if kind is str else value


def _unless_absent(kind: Any) -> Any:
    """A file leaves a key out where the code says None."""
    if isinstance(kind, UnionType):
        kind, _nothing = sorted(get_args(kind), key=lambda option: option is NoneType)
    return kind


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _expected(kind: Any) -> str:
    kind = _unless_absent(kind)
    if _is_choice(kind):
        return f"one of {', '.join(choice.value for choice in kind)}"
    if get_origin(kind) is tuple:
        return "a list"
    return EXPECTED.get(kind, "keys with their values")


def _shown(value: object) -> str:
    return shorten(json.dumps(value, ensure_ascii=False, default=str), 80)
