"""The whole database into one file and back, on either engine."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from django.db import connection, connections, transaction
from django.db.backends.utils import CursorWrapper

from kennisstad.mail import restoring

type Counts = dict[str, int]

NAMES = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}


class CannotCopy(Exception):
    """Says what is wrong and what to do, for whoever typed the command."""


def in_one_line(problem: Exception) -> str:
    return " ".join(str(problem).split())


def dump(folder: Path) -> Counts:
    """Write it into the folder while the site goes on. Returns how many rows each table had at that moment.

    Raises `CannotCopy`.
    """
    file = folder / NAMES[connection.vendor]
    return _dump_sqlite(file) if connection.vendor == "sqlite" else _dump_postgresql(file)


def check(folder: Path) -> None:
    """Raises `CannotCopy` where the programs of this machine cannot read it."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--list", str(folder / NAMES[connection.vendor]))


def load(folder: Path) -> Counts:
    """Put it in the place of what is there, marked as a restore under way. Returns how many rows each table has now.

    Raises `CannotCopy`.
    """
    file = folder / NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        _load_sqlite(file)
    else:
        _load_postgresql(file)
    return count_rows()


def is_empty() -> bool:
    return not connection.introspection.table_names()


def count_rows() -> Counts:
    # SQLite's own figures about the tables stand in a table too.
    tables = [name for name in connection.introspection.table_names() if not name.startswith("sqlite_")]
    with connection.cursor() as cursor:
        return {table: _count(cursor, table) for table in sorted(tables) if table != restoring.TABLE}


def _count(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
    return int(cursor.fetchone()[0])


def _dump_sqlite(file: Path) -> Counts:
    """Waits for nobody, and is whole whatever is written meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    with closing(sqlite3.connect(file)) as copy:
        tables = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        return {
            name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a table of ours
            for (name,) in tables.fetchall()
        }


def _dump_postgresql(file: Path) -> Counts:
    # One snapshot for both, so that the figures are those of the file.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        counts = count_rows()
        _run_there("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={file}")
    return counts


def _load_sqlite(file: Path) -> None:
    database = Path(connection.settings_dict["NAME"])
    connections.close_all()
    coming = database.with_name(database.name + ".restoring")
    shutil.copyfile(file, coming)
    with closing(sqlite3.connect(coming)) as copy:
        # No journal in a file, which would be played back into the next attempt.
        copy.execute("PRAGMA journal_mode = MEMORY")
        copy.execute(restoring.BEGIN)
    # What the old one had not written yet must not be written into the new one.
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    coming.replace(database)


def _load_postgresql(file: Path) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # Also what another version had and this copy has not.
        for table in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        # There before the copy is, and in its own tables nowhere.
        restoring.begin()
    _run_there(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        str(file),
    )


def _run_there(program: str, *options: str) -> None:
    """With the settings' connection, and its password unseen by others on this machine. Raises `CannotCopy`."""
    [_psql, *where, name], more = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    _run(program, *where, f"--dbname={name}", *options, more=more)


def _run(program: str, *options: str, more: Mapping[str, str] | None = None) -> None:
    """The database's own program, with more in its environment. Raises `CannotCopy`."""
    environment = os.environ | (more or {})
    try:
        subprocess.run([program, *options], env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - no shell
    except FileNotFoundError as error:
        raise CannotCopy(
            f"{program} is not there. Install PostgreSQL's client programs of the server's version."
        ) from error
    except subprocess.CalledProcessError as error:
        raise CannotCopy(f"{program} failed: {' '.join(error.stderr.split())[:500]}") from error
