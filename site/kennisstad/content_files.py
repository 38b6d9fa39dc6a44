"""Content in TOML files, read into dataclasses: a mistake is told with its file, its key and what was expected."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time, timedelta
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

WORDS = {
    str: "a text",
    int: "a number",
    bool: "true or false",
    date: "a day",
    timedelta: "a length such as 01:30:00",
}
EMPTY_LINE = re.compile(r"\n[ \t]*\n")


class WrongContent(Exception):
    """Its message is for whoever wrote the file."""


def read[T](path: Path, kind: type[T], **known: object) -> T:
    """The whole file as one of these. `known` is what the file need not say. Raises `WrongContent`."""
    return cast("T", _shaped(kind, _table(path) | known, path.name))


def read_each[T](path: Path, kind: type[T]) -> tuple[T, ...]:
    """A file of tables that all have the file's name: `[[venues]]` in venues.toml. Raises `WrongContent`."""
    table = _table(path)
    if table.keys() != {path.stem}:
        raise WrongContent(f"{path.name}: every entry begins with [[{path.stem}]].")
    return _list((kind, ...), table[path.stem], path.name)


def read_folder[T](folder: Path, kind: type[T]) -> tuple[T, ...]:
    """A file each, in the order of their names, which are their slugs. Raises `WrongContent`."""
    return tuple(read(path, kind, slug=path.stem) for path in sorted(folder.glob("*.toml")))


def _table(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongContent(f"{path.name}: this is not TOML. {error}") from None


def _shaped(kind: Any, value: Any, where: str) -> Any:
    if is_dataclass(kind):
        return _record(cast("type", kind), value, where)
    if get_origin(kind) is tuple:
        return _list(get_args(kind), value, where)
    if isinstance(kind, UnionType):
        options = [option for option in get_args(kind) if option is not NoneType]
        kind = next((option for option in options if type(value) is option), options[0])
    if kind is timedelta and type(value) is time:
        return timedelta(hours=value.hour, minutes=value.minute)
    if type(value) is not kind:
        raise WrongContent(f"{where}: expected {WORDS[kind]}, not {value!r}.")
    return value.strip() if kind is str else value


def _record(kind: type, value: Any, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise WrongContent(f"{where}: expected keys with their values, not {value!r}.")
    known = {field.name: field for field in fields(kind)}
    if unknown := sorted(value.keys() - known.keys()):
        raise WrongContent(f"{where}: “{unknown[0]}” is no key here. There are: {', '.join(known)}.")
    needed = [name for name, field in known.items() if field.default is MISSING and name not in value]
    if needed:
        raise WrongContent(f"{where}: “{needed[0]}” is missing.")
    hints = get_type_hints(kind)
    return kind(**{name: _shaped(hints[name], item, f"{where}, {name}") for name, item in value.items()})


def _list(kinds: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    """A list; or, of texts, paragraphs with an empty line between them."""
    if kinds == (str, ...) and isinstance(value, str):
        return tuple(" ".join(paragraph.split()) for paragraph in EMPTY_LINE.split(value.strip()))
    if not isinstance(value, list):
        raise WrongContent(f"{where}: expected a list, not {value!r}.")
    each = kinds[:1] * len(value) if kinds[1:] == (...,) else kinds
    if len(each) != len(value):
        raise WrongContent(f"{where}: expected {len(each)} values, not {len(value)}.")
    numbered = enumerate(zip(each, value, strict=True), start=1)
    return tuple(_shaped(kind, item, f"{where} {number}") for number, (kind, item) in numbered)
