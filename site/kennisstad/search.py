"""Search in the CMS, for any words and together with whatever else a list is filtered and sorted by."""

from typing import Any

from wagtail.search.backends import database
from wagtail.search.query import MATCH_ALL

from kennisstad.texts import one_line


class _InTheSameDatabase:
    def __init__(self, queryset: Any, query: Any, *args: Any, **options: Any) -> None:
        found = _without_quotes(query) or MATCH_ALL if isinstance(query, str) else query
        super().__init__(queryset, found, *args, **options)  # type: ignore[call-arg]

    def check(self) -> None:
        """A search engine elsewhere knows only the fields that it was given; our database has the whole row."""


def _without_quotes(typed: str) -> str:
    """SQLite would take a quotation mark for the end of what is searched."""
    return one_line(typed).replace('"', " ").strip()


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that Wagtail looks for
    backend = database.SearchBackend(params)
    for name in ("query_compiler_class", "autocomplete_query_compiler_class"):
        compiler = getattr(backend, name)
        setattr(backend, name, type(compiler.__name__, (_InTheSameDatabase, compiler), {}))
    return backend
