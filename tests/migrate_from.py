"""A database as an earlier version left it, and what an upgrade makes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@contextmanager
def upgraded_from(app: str, migration: str) -> Iterator[Any]:
    """The models of then while it is open; afterwards the database is as of today, also when a test fails."""
    try:
        yield _migrate(app, migration)
    finally:
        _migrate(app, MigrationExecutor(connection).loader.graph.leaf_nodes(app)[0][1])


def _migrate(app: str, migration: str) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate([(app, migration)])
    return MigrationExecutor(connection).loader.project_state([(app, migration)]).apps
