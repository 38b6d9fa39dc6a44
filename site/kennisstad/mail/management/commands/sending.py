from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kennisstad.mail import pace, restoring
from kennisstad.mail.settling import outgoing_models
from kennisstad.mail.tasks import deliver

OFF = "Switched off by an administrator. Mail waits until one runs: manage.py sending on"


class Command(BaseCommand):
    help = "Switch sending mail off or on, for all workers: what is to be sent waits meanwhile, and nothing is lost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("switch", choices=["on", "off"])

    def handle(self, *, switch: str, **_options: Any) -> None:
        if switch == "off":
            pace.switch_off(OFF)
        elif restoring.is_under_way():
            raise CommandError(restoring.WORDS)
        else:
            pace.switch_on()
            deliver.enqueue()
        waiting = sum(model.objects.unsettled().count() for model in outgoing_models())
        self.stdout.write(f"Sending is {switch}. {waiting} mails wait.")
