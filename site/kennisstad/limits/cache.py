"""Django's default cache, in which allauth counts: its keys live in our table, where all processes see them."""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from .counting import hashed_key
from .models import Tally

ALLAUTH = "allauth"
MOST_SECONDS = 5
# One statement, so that of two processes that take a lock only one has it.
ADD_UNLESS_THERE = """
INSERT INTO {table} (key, count, value, ends_at) VALUES (%s, 1, %s, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at
WHERE {table}.ends_at <= %s
RETURNING count
"""


class SharedCounts(BaseCache):
    """Clearing it lifts no limit: what is in the table ends by itself."""

    def __init__(self, rest: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.rest_alias = rest

    @property
    def rest(self) -> BaseCache:
        return caches[self.rest_alias]

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        if _is_a_limits(key):
            return _add(key, value, self._end(timeout))
        return self.rest.add(key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: Any = None) -> Any:
        return _get(key, default) if _is_a_limits(key) else self.rest.get(key, default, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        if _is_a_limits(key):
            _set(key, value, self._end(timeout))
        else:
            self.rest.set(key, value, self._short(timeout), version)

    def delete(self, key: str, version: Any = None) -> bool:
        return _delete(key) if _is_a_limits(key) else self.rest.delete(key, version)

    def clear(self) -> None:
        self.rest.clear()

    def _short(self, timeout: Any) -> float:
        """Another process may have changed what this one keeps, and can't say so."""
        wanted = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return MOST_SECONDS if wanted is None else min(wanted, MOST_SECONDS)

    def _end(self, timeout: Any) -> datetime:
        moment = self.get_backend_timeout(timeout)
        assert moment is not None  # nothing in the table is kept for ever
        return datetime.fromtimestamp(moment, UTC)


def _is_a_limits(key: str) -> bool:
    return key.startswith(ALLAUTH)


def _add(key: str, value: Any, end: datetime) -> bool:
    moments = map(connection.ops.adapt_datetimefield_value, (end, timezone.now()))
    statement = ADD_UNLESS_THERE.format(table=connection.ops.quote_name(Tally._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(statement, [hashed_key(key), json.dumps(value), *moments])
        return bool(cursor.fetchall())


def _get(key: str, default: Any) -> Any:
    return _rows(key).filter(ends_at__gt=timezone.now()).values_list("value", flat=True).first() or default


def _set(key: str, value: Any, end: datetime) -> None:
    row = Tally(key=hashed_key(key), value=value, ends_at=end)
    fields = ["value", "ends_at"]
    Tally.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=fields)


def _delete(key: str) -> bool:
    return _rows(key).delete()[0] > 0


def _rows(key: str) -> QuerySet[Tally]:
    return Tally.objects.filter(key=hashed_key(key))
