from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kennisstad.content_files import WrongContent
from kennisstad.foundation.first_content import create_first_content


class Command(BaseCommand):
    help = "Make the lists, partners and pages that every installation starts with. Safe to repeat."

    def handle(self, **_options: Any) -> None:
        try:
            counts = create_first_content()
        except WrongContent as mistake:
            raise CommandError(str(mistake)) from mistake
        self.stdout.write("\n".join(counts.lines()))
