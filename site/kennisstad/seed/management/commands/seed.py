from typing import Any

from django.core.management.base import BaseCommand

from kennisstad.seed.demo_content import seed


class Command(BaseCommand):
    help = "Fill the site with demo content. Safe to repeat; examples whose day has passed get a new one."

    def handle(self, **_options: Any) -> None:
        self.stdout.write("\n".join(seed().lines()))
