from typing import Any

from django.core.management.base import BaseCommand

from kennisstad.foundation.first_content import create_first_content


class Command(BaseCommand):
    help = "Make the lists, partners and pages that every installation starts with. Safe to repeat."

    def handle(self, **_options: Any) -> None:
        self.stdout.write("\n".join(create_first_content().lines()))
