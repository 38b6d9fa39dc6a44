"""What a database says that an earlier version made: its people, its doors, and the links in their mail."""

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django

from tests.upgrades.record import WAITING


def facts(links: dict[str, str]) -> dict[str, Any]:
    from django.test import Client
    from wagtail.models import Revision

    from events.models import Event
    from kennisstad.mail.models import OutgoingMail
    from newsletter.models import Delivery, Subscriber
    from registrations.attendees import admitted_count
    from registrations.availability import availability_of
    from registrations.change_mails import queue_change_mails
    from registrations.models import Message, Registration, Scan, Submission

    event = Event.objects.get(path=links["event"])
    client = Client()
    pages = ("cancel", "cancelled", "ticket", "ticket inside", "ticket cancelled", "door", "closed door")
    availability = availability_of(event)
    return {
        "taken": availability.taken,
        "capacity": availability.capacity,
        "state": availability.state,
        "names": sorted(Registration.objects.values_list("name", flat=True)),
        "form": Submission.objects.get(key=links["form"]).registration.name,
        "inside": admitted_count(event),
        "scans": list(Scan.objects.values_list("verdict", flat=True)),
        "pages": {name: client.get(urlsplit(links[name]).path).status_code for name in pages},
        "reader": client.get(f"/nieuwsbrief/afmelden/{links['subscriber']}/").status_code,
        "mails waiting": OutgoingMail.objects.count(),
        "messages": sorted(Message.objects.values_list("state", flat=True)),
        "told in the first minute": queue_change_mails(),
        "readers": Subscriber.objects.count(),
        "deliveries": Delivery.objects.count(),
        "revisions that open": sum(bool(row.as_object().title) for row in Revision.page_revisions.all()),
    }


def main(links: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kennisstad.settings.test"
    django.setup()
    from django.test import override_settings

    with override_settings(TASKS=dict.fromkeys(("default", "work"), WAITING)):
        json.dump(facts(json.loads(Path(links).read_text())), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
