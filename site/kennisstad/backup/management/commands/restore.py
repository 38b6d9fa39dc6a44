from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from kennisstad.backup import copies, departures
from kennisstad.backup.databases import CannotCopy, in_one_line
from kennisstad.mail import restoring
from kennisstad.privacy.retention import erase_expired

NEEDED = (
    "Say who left the newsletter or was erased since this copy was made, or they are back in it: "
    "--left FILE and --erased FILE, with an address on each line, or --nobody-left."
)


class Command(BaseCommand):
    help = "Put a whole copy back. Stop the web server and the workers first. Sending stays off until `sending on`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="Lose what is in the database now.")
        parser.add_argument("--other-key", action="store_true", help="SECRET_KEY is another one, on purpose.")
        parser.add_argument(
            "--left", type=Path, help="Who left the newsletter since, an address on each line."
        )
        parser.add_argument("--erased", type=Path, help="Who was erased since, an address on each line.")
        parser.add_argument(
            "--nobody-left", action="store_true", help="Nobody did, as on a machine for trying out."
        )

    def handle(
        self,
        *,
        folder: Path,
        replace: bool,
        other_key: bool,
        left: Path | None,
        erased: Path | None,
        nobody_left: bool,
        **_options: Any,
    ) -> None:
        if not (nobody_left or (left and erased)):
            raise CommandError(NEEDED)
        try:
            # Before anything changes: what cannot be read would stop it half-way.
            to_leave, to_erase = (departures.read(file) if file else [] for file in (left, erased))
            manifest, held = copies.restore(folder, replace=replace, other_key=other_key)
        except (CannotCopy, OSError, Error) as problem:
            raise CommandError(in_one_line(problem)) from problem
        self.stdout.write(f"As it was at {manifest.made_at}: {sum(manifest.rows.values()):,} rows, checked.")
        expired = sum(erase_expired(timezone.localdate()).values())
        gone, forgotten = sum(map(departures.leave, to_leave)), sum(map(departures.erase, to_erase))
        # Only now: stopped before this, whoever left may be back in it.
        restoring.end()
        self.stdout.write(f"Erased again: {expired} rows past their date. Left: {gone}. Erased: {forgotten}.")
        if held:
            self.stdout.write(f"Held back: {held} newsletters that were being sent. Ask how far each came.")
        self.stdout.write(
            "Sending is off. Look at the site and at /cms/mail/, then run: manage.py sending on"
        )
