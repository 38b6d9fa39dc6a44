"""A whole copy of an installation, made while it goes on, and put back only if all of it is there."""

import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from kennisstad.health.readiness import latest_migrations
from kennisstad.mail import pace, restoring
from newsletter.sending import hold_all

from . import databases, files
from .databases import CannotCopy, Counts
from .making import made_in

MANIFEST = "manifest.json"
DISARMED = "This is a restored copy. Mail waits until an administrator runs: manage.py sending on"


@dataclass(frozen=True)
class Manifest:
    made_at: str
    engine: str
    # Says whether links in mails already sent will work, and tells nothing of the key.
    key: str
    rows: Counts
    files: dict[str, int]
    # The last of each app: an older version can't read what a newer one has written.
    migrations: list[list[str]]
    checksums: dict[str, str]


def make(folder: Path) -> Manifest:
    """Into a folder that is not there yet, or empty: it appears when all is in it. Raises `CannotCopy`."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotCopy(f"{folder} is there already. Name a new folder, such as one with today's date.")
    files.refuse_inside(folder)
    if restoring.is_under_way():
        raise CannotCopy(restoring.WORDS)
    with made_in(folder) as coming:
        return _fill(coming)


def _fill(coming: Path) -> Manifest:
    """With the copy, as far as the disk itself."""
    made_at = timezone.now().isoformat()
    # The database first: a file without a row does no harm, a row without its file does.
    rows, trees = databases.dump(coming), files.pack(coming)
    checksums = {part.name: files.checksum(part) for part in sorted(coming.iterdir())}
    migrations = [[*leaf] for leaf in sorted(latest_migrations())]
    manifest = Manifest(made_at, connection.vendor, _key(), rows, trees, migrations, checksums)
    (coming / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2))
    for part in coming.iterdir():
        _write_out(part)
    return manifest


def _write_out(file: Path) -> None:
    """To the disk itself, so that a machine that stops now leaves no folder that only looks whole."""
    with file.open("rb") as content:
        os.fsync(content.fileno())


def read(folder: Path) -> Manifest:
    """Raises `CannotCopy` where it is no copy, or not a whole one."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise CannotCopy(
            f"{folder} is no copy made by `manage.py backup`: {MANIFEST} cannot be read."
        ) from error
    for name, checksum in manifest.checksums.items():
        part = folder / name
        if not part.is_file() or files.checksum(part) != checksum:
            raise CannotCopy(f"{part} is missing or damaged. Nothing was changed: try another copy.")
    return manifest


def restore(folder: Path, *, replace: bool, other_key: bool) -> tuple[Manifest, int]:
    """Put it all back, with sending switched off. Returns also how many newsletters are held back now.

    It stays a restore under way, in which no mail goes, until whoever called this says `restoring.end()`.
    Raises `CannotCopy`, before anything changes where it can.
    """
    files.refuse_inside(folder)
    manifest = read(folder)
    _check(manifest, replace=replace, other_key=other_key)
    databases.check(folder)
    files.check(folder)
    rows = databases.load(folder)
    call_command("migrate", verbosity=0)
    pace.switch_off(DISARMED)
    held = hold_all()
    _compare(rows, manifest)
    trees = files.unpack(folder)
    if trees != manifest.files:
        raise CannotCopy(f"The files are {trees}, and were {manifest.files}.")
    return manifest, held


def _compare(rows: Counts, manifest: Manifest) -> None:
    if rows != manifest.rows:
        differ = sorted(
            table for table in rows | manifest.rows if rows.get(table) != manifest.rows.get(table)
        )
        raise CannotCopy(f"These tables do not have the rows that they had: {', '.join(differ)}.")


def _check(manifest: Manifest, *, replace: bool, other_key: bool) -> None:
    if manifest.engine != connection.vendor:
        raise CannotCopy(f"This copy is of {manifest.engine}, and DATABASE_URL names {connection.vendor}.")
    if manifest.key != _key() and not other_key:
        raise CannotCopy(
            "SECRET_KEY is not the one of this copy: links in mails already sent would not work. "
            "Set that key, or say --other-key."
        )
    known = MigrationLoader(None).graph.nodes
    newer = sorted(app for app, name in manifest.migrations if (app, name) not in known)
    if newer:
        raise CannotCopy(f"A newer version made this copy ({', '.join(newer)}): install that one first.")
    if not databases.is_empty() and not replace:
        raise CannotCopy("The database is not empty. Say --replace to lose what is in it.")


def _key() -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"kennisstad.backup", hashlib.sha256).hexdigest()[:12]
