from typing import Any

from django.core.management.base import BaseCommand

from kennisstad.health import doctor


class Command(BaseCommand):
    help = "Say in words all that is wrong with this installation. Ends with 1 if anything is."
    requires_system_checks = ()  # they are among what it looks at

    def handle(self, **_options: Any) -> None:
        ill = 0
        for finding in doctor.findings():
            ill += not finding.well
            self.stdout.write(str(finding), self.style.SUCCESS if finding.well else self.style.ERROR)
        if ill:
            raise SystemExit(1)
