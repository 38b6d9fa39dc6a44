"""Every address that the site knows, with gaps for what varies in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern
from django.utils import translation
from django.utils.regex_helper import normalize

GAP = re.compile(r"%\((\w+)\)s")
CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class UrlPattern:
    """`/cms/pages/%(page_id)s/edit/`, and the view that answers it."""

    template: str
    view: Any

    @property
    def gaps(self) -> list[str]:
        return GAP.findall(self.template)

    def filled(self, values: dict[str, Any]) -> str:
        return self.template % {name: quote(_bytes(value), safe="/") for name, value in values.items()}


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def addresses() -> Iterator[UrlPattern]:
    """In both languages; each once."""
    seen = {}
    for language in ("nl", "en"):
        with translation.override(language):
            for address in _below(get_resolver().url_patterns, "/"):
                seen.setdefault(address.template, address)
    yield from seen.values()


def _below(patterns: list[Any], prefix: str) -> Iterator[UrlPattern]:
    for pattern in patterns:
        for piece in _pieces(pattern.pattern):
            if isinstance(pattern, URLResolver):
                yield from _below(pattern.url_patterns, prefix + piece)
            elif isinstance(pattern, URLPattern):
                yield UrlPattern(prefix + piece, pattern.callback)


def _pieces(pattern: Any) -> Iterator[str]:
    """One for each form that a pattern can take."""
    match pattern:
        case LocalePrefixPattern():
            yield pattern.language_prefix
        case RoutePattern():
            yield CONVERTED.sub(r"%(\1)s", str(pattern).replace("%", "%%"))
        case RegexPattern():
            yield from dict.fromkeys(form for form, _names in normalize(str(pattern).removeprefix("^")))
        case _:
            raise TypeError(pattern)
