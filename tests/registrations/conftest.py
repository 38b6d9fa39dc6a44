"""A database for races: every thread has a connection of its own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """PostgreSQL as it is; of an SQLite in memory a copy in a file, because only that has real locks.

    Ask for it after what the database should hold.
    """
    if connection.vendor != "sqlite":
        yield
        return
    path = tmp_path / "race.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    # Every thread that follows opens this file, with the same options as in production.
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    yield
