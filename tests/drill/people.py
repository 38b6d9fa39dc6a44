"""The first people of a new installation, in a real browser: an administrator, a colleague, and their first event."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import django
from playwright.sync_api import Browser, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kennisstad.settings.test")
django.setup()

from tests.find_chromium import ARGUMENTS, found  # noqa: E402  codes of an app on a phone need Django
from tests.journeys import account_steps, organiser  # noqa: E402
from tests.journeys.browser import DESKTOP, Visitor, visiting  # noqa: E402
from tests.journeys.product import Product  # noqa: E402
from tests.smtp_sink import Sink  # noqa: E402

from .machine import Machine  # noqa: E402

ADMINISTRATOR = account_steps.Colleague("you@example.org", "een-lange-nacht-vol-sterren")
COLLEAGUE = account_steps.Colleague("nadia@example.org", "een-heldere-dag-vol-wolken")
TITLE = "Waarom de bij zoemt"
PATIENCE = 60


@dataclass(frozen=True)
class Mailbox:
    """What arrived at the mail server that the settings name."""

    sink: Sink

    def wait_for(self, address: str) -> list[EmailMessage]:
        deadline = time.monotonic() + PATIENCE
        while not (found := [mail for mail in self.sink.messages() if mail["To"] == address]):
            assert time.monotonic() < deadline, f"No mail for {address}"
            time.sleep(0.3)
        return found


def begin(machine: Machine, sink: Sink) -> str:
    """Returns the path of the event."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found(), args=ARGUMENTS)
        try:
            return _begin(machine, Mailbox(sink), chromium)
        finally:
            chromium.close()


def _begin(machine: Machine, mailbox: Mailbox, chromium: Browser) -> str:
    product = Product(machine.url, "", machine.root / "log" / "browser")
    # The certificate is our own.
    with visiting(chromium, product, DESKTOP, ignore_https_errors=True) as administrator:
        administrator.go(urlsplit(machine.invitation).path)
        account_steps.choose_password(administrator, ADMINISTRATOR)
        account_steps.enrol_app(administrator, ADMINISTRATOR)
        account_steps.invite(administrator, COLLEAGUE.email)
    with visiting(chromium, product, DESKTOP, ignore_https_errors=True) as colleague:
        account_steps.accept(colleague, mailbox, COLLEAGUE)
        account_steps.enrol_app(colleague, COLLEAGUE)
        return _first_event(colleague)


def _first_event(colleague: Visitor) -> str:
    colleague.go("/cms/evenementen/nieuw/")
    organiser.draft(colleague, TITLE, datetime.now(UTC) + timedelta(days=14))
    organiser.fill_in(colleague)
    # There is no earlier event of theirs to take it from.
    colleague.click("#id_venue-chooser .chooser__choose-button >> visible=true")
    colleague.click(colleague.page.locator(".modal-content td a").first)
    colleague.page.locator("#id_venue-chooser:not(.blank)").wait_for()
    colleague.follow("[name=action-publish]")
    colleague.see("staat online")
    return organiser.url_of(colleague)
