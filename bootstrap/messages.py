"""Texts in two languages: the sources are English, the Dutch stands in site/locale/.

python -m bootstrap.messages check             every text has its Dutch, and nothing is left over
python -m bootstrap.messages update            gather the texts of code and templates
python -m bootstrap.messages compile PO MO     make the form that Django reads
"""

import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
DUTCH = ROOT / "site" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
CODE = ("events", "registrations", "newsletter", "site/kennisstad")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext")},
    "gettext_noop": None,
}

type Key = tuple[str | tuple[str, ...] | list[str], str | None]


def gathered() -> Catalog:
    catalog = Catalog(locale="nl", project="Kennisstad")
    for path, source in (*code(), *templates()):
        for line, text, _comments, context in extract("python", source, KEYWORDS):
            catalog.add(text, locations=[(path, line)], context=context)
    return catalog


def code() -> Iterator[tuple[str, BinaryIO]]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), BytesIO(path.read_bytes())


def templates() -> Iterator[tuple[str, BinaryIO]]:
    """Django turns a template into something that reads like calls of gettext."""
    if not settings.configured:
        settings.configure()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        name = str(path.relative_to(ROOT))
        yield name, BytesIO(f"({templatize(path.read_text(), origin=name)})".encode())


def dutch() -> Catalog:
    if not DUTCH.exists():
        return Catalog(locale="nl", project="Kennisstad")
    with DUTCH.open("rb") as file:
        return read_po(file, locale="nl", domain="django")


def keyed(catalog: Catalog) -> dict[Key, Message]:
    return {(message.id, message.context): message for message in catalog if message.id}


def problems() -> Iterator[str]:
    asked, answered = keyed(gathered()), keyed(dutch())
    for key, message in asked.items():
        if (answer := answered.get(key)) is None or not all(texts(answer)):
            yield f"{source_location(message)}: no Dutch for {key[0]!r}"
        elif answer.fuzzy:
            yield f"{source_location(message)}: uncertain Dutch for {key[0]!r}"
    for key in answered.keys() - asked.keys():
        yield f"{DUTCH.name}: nobody asks for {key[0]!r}"
    for message, errors in dutch().check():
        yield f"{DUTCH.name}: {message.id!r}: {'; '.join(str(error) for error in errors)}"


def texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def source_location(message: Message) -> str:
    path, line = message.locations[0]
    return f"{path}:{line}"


def check() -> None:
    found = sorted(problems())
    print(*found, f"{len(found)} problems with translations", sep="\n")
    sys.exit(bool(found))


def update() -> None:
    catalog = dutch()
    catalog.update(gathered(), no_fuzzy_matching=True)
    DUTCH.parent.mkdir(parents=True, exist_ok=True)
    with DUTCH.open("wb") as file:
        write_po(file, catalog, width=100, no_location=True, sort_output=True, ignore_obsolete=True)


def compile_catalogue(source: str, target: str) -> None:
    with Path(source).open("rb") as po, Path(target).open("wb") as mo:
        write_mo(mo, read_po(po, domain="django"))


COMMANDS: dict[str, Callable[..., None]] = {"check": check, "update": update, "compile": compile_catalogue}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
