"""A database of an earlier version, brought up to date: nobody is lost, and every link in a mail still works."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
VERSIONS = sorted(folder.name for folder in HERE.iterdir() if list(folder.glob("*.gz")))

# So that it is asked on both databases.
pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty one, of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.sqlite3'}"
        return
    name, server = f"old_{uuid4().hex}", os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield server.rpartition("/")[0] + f"/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def load(dump: Path, database: str) -> None:
    content = gzip.decompress(dump.read_bytes())
    if connection.vendor == "sqlite":
        Path(database.removeprefix("sqlite:///")).write_bytes(content)
        return
    with psycopg.connect(database) as empty:
        empty.execute(content)


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> Path:
    return HERE / str(request.param)


@pytest.fixture
def upgraded(version: Path, database: str, tmp_path: Path) -> dict[str, Any]:
    load(version / f"{connection.vendor}.gz", database)
    own = os.environ | {"DATABASE_URL": database, "DATA_DIR": str(tmp_path)}
    own |= {"DJANGO_SETTINGS_MODULE": "kennisstad.settings.test"}
    links = version / f"{connection.vendor}.json"
    for command in (
        ["manage.py", "migrate", "--verbosity=0"],
        ["-m", "tests.upgrades.inspect_database", str(links)],
    ):
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=own, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def test_everybody_is_still_there_and_every_link_works(upgraded: dict[str, Any]):
    assert upgraded == {
        "taken": 6,
        "capacity": 20,
        "state": "open",
        "names": ["", "Drie", "Lies", "Mo", "Noor", "Sam", "Twee"],
        "form": "Noor",
        "inside": 2,
        "scans": ["admitted", "already", "unknown", "admitted"],
        "pages": {
            "cancel": 200,
            "cancelled": 200,
            "ticket": 200,
            "ticket inside": 200,
            "ticket cancelled": 200,
            "door": 200,
            "closed door": 410,
        },
        "reader": 200,
        "mails waiting": 1,
        "messages": ["doubt", "queued", "queued", "queued", "queued"],
        "told in the first minute": 0,
        "readers": 3,
        "deliveries": 3,
        "revisions that open": 4,
    }
