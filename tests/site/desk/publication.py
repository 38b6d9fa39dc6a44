"""An organiser publishes a change of an evening, as the screens ask it, and guests hear of it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from events.models import EventPage
from kennisstad.mail.delivery import send_due
from registrations.change_mails import queue_change_mails
from tests.cms import edit

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVENING = datetime(2027, 3, 11, 19, 30, tzinfo=AMSTERDAM)
PUBLISH = {"action-publish": "1"}
LATER = {"starts_at": "2027-03-12 19:30", "ends_at": "2027-03-12 21:30"}


def change(organiser_client: Client, page: EventPage, **changes: Any) -> HttpResponse:
    return edit(organiser_client, f"/cms/pages/{page.pk}/edit/", **(PUBLISH | changes))


def asked(page: EventPage) -> str:
    page.refresh_from_db()
    return f"/cms/evenementen/{page.pk}/publiceren/{page.latest_revision_id}/"


def told() -> dict[str, str]:
    """The mail to guests, apart from what Wagtail writes to approvers."""
    mail.outbox.clear()
    queue_change_mails()
    send_due()
    return {letter.to[0].partition("@")[0]: letter.message().as_bytes().decode() for letter in mail.outbox}
