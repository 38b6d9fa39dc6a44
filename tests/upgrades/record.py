"""Write down the database of today's version, so that later versions can show that they carry it over.

DATA_DIR=/tmp/empty python -m tests.upgrades.record 2026-11
DATA_DIR=/tmp/empty python -m tests.postgres python -m tests.upgrades.record 2026-11
"""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

import django
from django.core.management import call_command
from django.db import connection

from tests.postgres import PROGRAMS

HERE = Path(__file__).parent
WAITING = {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}
EVENING = datetime(2040, 3, 8, 19, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


def make_world() -> dict[str, str]:
    """One of everything that a next version must not lose; gives the links that stand in people's mail."""
    from events.models import Event, EventPage
    from kennisstad.mail.models import OutgoingMail
    from newsletter.links import subscriber_token
    from registrations.cancel import cancel
    from registrations.change_mails import queue_change_mails
    from registrations.checkin import check_in
    from registrations.doors import door_full_url, pair
    from registrations.emails import cancel_full_url
    from registrations.models import Message, Registration, Ticket
    from registrations.signup import sign_up
    from registrations.ticket_mails import mail_requested
    from tests.factories.accounts import UserFactory
    from tests.factories.events import VenueFactory, draft_page, organiser_page, published_page
    from tests.factories.newsletter import SubscriberFactory, approved_mailing, draft_issue
    from tests.factories.registrations import make_door, open_registration
    from tests.site.accounts.partner_worlds import administrator

    administrator()
    page = published_page(
        organiser_page(),
        title="Sterren",
        slug="sterren",
        starts_at=EVENING,
        venue=VenueFactory(name="Hortus"),
    )
    event = open_registration(page.event, capacity=20)
    guests = {}
    for name in ("noor", "sam", "lies", "erna", "mo", "twee", "drie"):
        address = ADDRESSES.get(name, f"{name}@example.org")
        done = sign_up(event, name=name.title(), email=address, language="nl", submission=uuid4())
        guests[name] = done.registration
    tickets = {name: guest.tickets.get() for name, guest in guests.items()}
    door = make_door(event)
    closed = make_door(event, "Achterdeur")
    Event.objects.filter(pk=event.pk).update(ends_at=EVENING.replace(hour=22))
    phone, other_phone = pair(door), pair(closed)
    for code in (tickets["lies"].code, tickets["lies"].code, "ABCDEFGHJKMNPQRS"):
        check_in(phone, code, nonce=uuid4())
    check_in(other_phone, tickets["erna"].code, nonce=uuid4())
    cancel(guests["sam"])
    type(closed).objects.filter(pk=closed.pk).update(revoked_at=EVENING.replace(year=2026))
    Registration.objects.filter(pk=guests["erna"].pk).erase()
    Ticket.objects.filter(registration=guests["erna"].pk).erase()
    mail_requested()
    # What was told before is sent; of what follows nothing is.
    OutgoingMail.objects.exclude(to="noor@example.org").delete()
    page.refresh_from_db()
    page.venue = VenueFactory(name="Naturalis")
    page.save_revision().publish()
    queue_change_mails()
    # This one was offered, and nobody knows whether it arrived.
    raw = b"Subject: Sterren\r\n\r\nHoi"
    Message.objects.filter(registration=guests["mo"]).update(state="doubt", raw=raw, version=2)
    Registration.objects.filter(pk=guests["mo"].pk).update(told_version=2)
    draft = draft_page(organiser_page(), title="Concept", slug="concept", starts_at=EVENING)
    draft.save_revision()
    for spelling in (ADDRESSES["twee"], ADDRESSES["drie"]):
        SubscriberFactory(email=spelling)
    reader = SubscriberFactory(email="lezer@example.org")
    approved_mailing(draft_issue(), UserFactory(email="redactie@example.org"))
    assert EventPage.objects.count() == 2
    return {
        "cancel": cancel_full_url(guests["noor"]),
        "cancelled": cancel_full_url(guests["sam"]),
        "ticket": f"/t/{tickets['noor'].code}",
        "ticket inside": f"/t/{tickets['lies'].code}",
        "ticket cancelled": f"/t/{tickets['sam'].code}",
        "door": door_full_url(door),
        "closed door": door_full_url(closed),
        "subscriber": subscriber_token(reader),
        "event": event.path,
        "form": str(guests["noor"].submissions.get().key),
    }


# One mailbox, spelled in two ways, and one that only ever had one.
ADDRESSES = {"twee": "anna@münchen.example", "drie": "anna@xn--mnchen-3ya.example"}


def dump() -> bytes:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
            database.execute("VACUUM")
            return database.serialize()
    address = urlsplit(os.environ["DATABASE_URL"])
    command = [PROGRAMS / "pginstall" / "bin" / "pg_dump", "--inserts", "--no-owner", "--host"]
    command += [unquote(address.hostname or ""), "--username=postgres", connection.settings_dict["NAME"]]
    written = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Lines with a backslash speak to psql, not to the server.
    return "\n".join(line for line in written.splitlines() if not line.startswith("\\")).encode()


def main(name: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kennisstad.settings.test"
    django.setup()
    from django.test import override_settings
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    # Mail waits, as it does with a worker that is about to be updated.
    with override_settings(TASKS=dict.fromkeys(("default", "work"), WAITING)):
        links = make_world()
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    (folder / f"{connection.vendor}.json").write_text(json.dumps(links, indent=2, ensure_ascii=False) + "\n")
    (folder / f"{connection.vendor}.gz").write_bytes(gzip.compress(dump(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
