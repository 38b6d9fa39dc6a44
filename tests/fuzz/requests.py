"""Requests that nobody should send, drawn by lot: the same ones for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.test import Client

from tests.fuzz import values
from tests.fuzz.addresses import UrlPattern
from tests.fuzz.world import World

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str = ""
    content_type: str = FORM
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        sent = f" {self.content_type}: {self.body[:300]!r}" if self.body else ""
        return f"{self.method} {self.path[:120]}?{self.query[:200]}{sent} {self.headers or ''}"

    def ask(self, client: Client) -> HttpResponse:
        return client.generic(
            self.method,
            self.path,
            self.body,
            content_type=self.content_type,
            **{"QUERY_STRING": self.query, **self.headers},
        )


def meaningful(address: UrlPattern, world: World, lot: random.Random) -> str:
    return address.filled({gap: lot.choice(world.choices(address, gap)) for gap in address.gaps})


def malformed(address: UrlPattern, world: World, lot: random.Random, amount: int) -> Iterator[Request]:
    for _ in range(amount):
        path = _path(address, world, lot)
        method = lot.choice(values.METHODS)
        content_type, body = lot.choice(values.BODIES) if method not in {"GET", "HEAD"} else (FORM, b"")
        if method == "POST" and lot.random() < 0.4:
            content_type, body = FORM, _encoded(_pairs(lot))
        query = _encoded(_pairs(lot)).decode() if lot.random() < 0.7 else ""
        headers = lot.choice(values.HEADERS) if lot.random() < 0.3 else {}
        yield Request(method, path, query, content_type, body, headers)


def spoilt_forms(page: str, path: str, lot: random.Random, amount: int) -> Iterator[Request]:
    """The forms on a page as they would be sent, but for one or two fields."""
    reader = _Fields()
    reader.feed(page)
    if not reader.fields:
        return
    for _ in range(amount):
        fields = dict(reader.fields)
        for name in lot.sample(sorted(fields), min(len(fields), lot.choice([0, 1, 1, 2]))):
            if lot.random() < 0.15:
                del fields[name]
            else:
                fields[name] = lot.choice(values.HOSTILE)
        if lot.random() < 0.5:
            fields |= {lot.choice(values.BUTTONS): "1"}
        yield Request("POST", path, "", FORM, _encoded(list(fields.items())))


def _path(address: UrlPattern, world: World, lot: random.Random) -> str:
    spoilt = {lot.choice(address.gaps)} if address.gaps and lot.random() < 0.5 else set()
    return address.filled(
        {
            gap: lot.choice(values.HOSTILE if gap in spoilt else world.choices(address, gap))
            for gap in address.gaps
        }
    )


def _pairs(lot: random.Random) -> list[tuple[str, Any]]:
    return [(lot.choice(values.QUERY_KEYS), lot.choice(values.HOSTILE)) for _ in range(lot.randint(1, 3))]


def _encoded(pairs: list[tuple[str, Any]]) -> bytes:
    return "&".join(f"{quote(name)}={quote(_bytes(value))}" for name, value in pairs).encode()


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


class _Fields(HTMLParser):
    """What a browser would send of all the forms on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.area = ""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in {"submit", "button", "file"}:
            if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                self.fields.setdefault(name, given.get("value") or "on")
            else:
                self.fields[name] = given.get("value") or ""
        elif tag == "textarea" and name:
            self.area = name
            self.fields[name] = ""
        elif tag == "select" and name:
            self.select = name
            self.fields.setdefault(name, "")
        elif tag == "option" and self.select and ("selected" in given or not self.fields[self.select]):
            self.fields[self.select] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data
