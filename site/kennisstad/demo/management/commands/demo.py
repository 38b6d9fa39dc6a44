import time
from http.client import HTTPConnection
from multiprocessing.process import BaseProcess
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver, reverse
from django.utils.translation import override

from kennisstad.accounts.models import Organisation
from kennisstad.content_files import WrongContent
from kennisstad.demo import endpoints
from kennisstad.demo.codes import evening
from kennisstad.demo.demo_content import create_demo_content
from kennisstad.demo.demo_users import ROLES, create_demo_users
from kennisstad.demo.processes import first_to_end, running
from kennisstad.demo.programs import HOST, ports, programs, taken
from kennisstad.foundation.first_content import create_first_content
from registrations.doors import door_full_url

START_WITHIN = 60


class Command(BaseCommand):
    help = "Show everything at work: fill the database, start all programs, tell where to look. Ctrl-C stops."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only-prepare", action="store_true", help="Fill the database, start nothing.")

    def handle(self, *, only_prepare: bool, **_options: Any) -> None:
        self._refuse_taken_ports()
        self._prepare()
        if not only_prepare:
            self._show()

    def _show(self) -> None:
        log = settings.DATA_DIR / "demo.log"
        log.unlink(missing_ok=True)
        with running(programs(), log) as processes:
            self._wait_until_it_answers(processes)
            self.stdout.write(_where_to_look())
            self.stdout.flush()
            ended = first_to_end(processes)
        raise CommandError(f"The {ended} has stopped. See {log}.")

    def _refuse_taken_ports(self) -> None:
        if busy := [str(port) for port in ports() if taken(port)]:
            raise CommandError(
                f"In use: port {', '.join(busy)}. Choose others: make demo PORT={endpoints.port() + 100}"
            )

    def _prepare(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database, once")
            call_command("migrate", verbosity=0)
            self.stdout.write("Writing events, drawing covers, inviting guests, once")
        try:
            if not Organisation.objects.exists():
                create_first_content()
            create_demo_users()
            create_demo_content()
        except WrongContent as mistake:
            raise CommandError(str(mistake)) from mistake
        get_resolver().url_patterns  # noqa: B018 - loads the views here, for all programs at once

    def _wait_until_it_answers(self, processes: list[BaseProcess]) -> None:
        deadline = time.monotonic() + START_WITHIN
        while not _answers():
            if (ended := first_to_end(processes, 0.1)) or time.monotonic() > deadline:
                raise CommandError(
                    f"The {ended or 'web'} did not start. See {settings.DATA_DIR / 'demo.log'}."
                )


def _answers() -> bool:
    """The home page, so that it is warm when somebody comes to look."""
    try:
        site = HTTPConnection(HOST, endpoints.port(), timeout=20)
        site.request("GET", "/")
        return site.getresponse().status == 200
    except OSError:
        return False


def _where_to_look() -> str:
    site, tour = settings.BASE_URL, f"{settings.BASE_URL}/demo/"
    event = evening()
    door = event.doors.filter(revoked_at=None).first() if event else None
    with override("nl"):
        archive = site + reverse("newsletter:archive")
    names = "\n".join(f"      {role.email:<24} {role.title}" for role in ROLES)
    return f"""
  Kennisstad is at {site}
  The tour, in Dutch and English: {tour} and {site}/en/demo/

  1  Publish      Log in with one click at {tour}
{names}
  2  Find         {site}/agenda/  and  {site}/feeds/all.ics
  3  Register     for the next evening symposium, from {tour}
                  Your ticket arrives in the mailbox: {endpoints.mailbox_url() or "elsewhere, as EMAIL_URL says"}
  4  Scan         {door_full_url(door) if door else "no door is open"}
                  Hold a test code before it: {tour}qr/
  5  Newsletter   Log in as the editor and approve the draft; the archive is {archive}

  Ctrl-C stops everything.
"""
