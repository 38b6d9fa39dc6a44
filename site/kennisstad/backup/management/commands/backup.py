from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from kennisstad.backup import copies
from kennisstad.backup.databases import CannotCopy, in_one_line


class Command(BaseCommand):
    help = (
        "Make a whole copy in a new folder: database, uploaded files, and what tells whether it is all there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **_options: Any) -> None:
        try:
            manifest = copies.make(folder)
        except (CannotCopy, OSError, Error) as problem:
            raise CommandError(in_one_line(problem)) from problem
        rows, files = sum(manifest.rows.values()), sum(manifest.files.values())
        self.stdout.write(f"{folder}: {rows:,} rows in {len(manifest.rows)} tables, and {files:,} files.")
        self.stdout.write(
            "Keep SECRET_KEY elsewhere: it is not in this copy, and links in sent mails need it."
        )
