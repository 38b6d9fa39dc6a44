from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kennisstad.seed.demo_content import seed


class Command(BaseCommand):
    help = "Fill the site with demo content. Safe to repeat; examples whose day has passed get a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anyway", action="store_true", help="Also where real visitors would see it.")

    def handle(self, *, anyway: bool, **_options: Any) -> None:
        if not (anyway or settings.DEBUG or apps.is_installed("kennisstad.demo")):
            raise CommandError(
                "This is a real site. Add --anyway to fill it with invented events and guests."
            )
        self.stdout.write("\n".join(seed().lines()))
