"""Guests and subscribers who don't exist. The domains of their addresses are reserved for examples."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from unicodedata import normalize

from kennisstad.content_files import read

FILE = Path(__file__).with_suffix(".toml")
DOMAINS = ("example.org", "example.com", "example.net")


@dataclass(frozen=True, kw_only=True)
class Names:
    first: tuple[str, ...]
    last: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AllNames:
    dutch: Names
    other: Names


@dataclass(frozen=True)
class Somebody:
    name: str
    email: str
    language: str


def guests(count: int) -> list[Somebody]:
    return list(islice(_people(Random("guests")), count))


def subscribers(count: int) -> list[Somebody]:
    return list(islice(_people(Random("subscribers")), count))


def _people(chance: Random) -> Iterator[Somebody]:
    seen: set[str] = set()
    while True:
        somebody = _somebody(chance)
        if somebody.email not in seen:
            seen.add(somebody.email)
            yield somebody


def _somebody(chance: Random) -> Somebody:
    from_here = chance.random() < 0.66
    names = _names()
    first = chance.choice((names.dutch if from_here else names.other).first)
    last = chance.choice((names.dutch if from_here or chance.random() < 0.25 else names.other).last)
    language = "en" if not from_here and chance.random() < 0.45 else "nl"
    email = f"{_plain(first)}.{_plain(last)}@{chance.choice(DOMAINS)}"
    return Somebody(f"{first} {last}", email, language)


@cache
def _names() -> AllNames:
    return read(FILE, AllNames)


def _plain(name: str) -> str:
    ascii_name = normalize("NFKD", name.replace("ı", "i").replace("ł", "l")).encode("ascii", "ignore")
    return ascii_name.decode().lower().replace(" ", "").replace("'", "")
