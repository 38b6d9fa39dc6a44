import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from uuid import uuid4

import pytest
import zxingcpp
from django.conf import settings
from django.core import mail
from django.test import Client
from icalendar import Calendar
from PIL import Image

from events.calendar.entries import update_entries
from events.changes import facts_of
from events.models import Event
from kennisstad.mail.links import unsign
from kennisstad.mail.models import OutgoingMail
from kennisstad.names import clean_name
from registrations.cancel import cancel
from registrations.emails import MANAGE, prepare_change
from registrations.models import Registration
from registrations.signup import sign_up
from registrations.ticket_mails import mail_requested
from tests.factories.registrations import open_event

pytestmark = pytest.mark.django_db


def come(event: Event | None = None, language: str = "en", name: str = "Noor") -> Registration:
    person = {"name": name, "email": "noor@example.org", "language": language}
    return sign_up(event or open_event(), submission=uuid4(), **person).registration


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """What the mail server got."""

    def of(act) -> EmailMessage:
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=policy.default)

    return of


def parts(message: EmailMessage) -> dict[str, EmailMessage]:
    return {part.get_filename(): part for part in message.walk() if part.get_filename()}


def test_the_attached_code_is_the_ticket(sent):
    message = sent(come)
    code = Registration.objects.get().tickets.get().code

    picture = parts(message)[f"ticket-{code}.png"]

    assert picture.get_content_disposition() == "attachment"
    assert zxingcpp.read_barcode(Image.open(BytesIO(picture.get_content()))).text == code


def test_the_mail_shows_the_code_and_carries_the_event(sent):
    message = sent(come)
    files = parts(message)

    assert 'src="cid:qr1"' in message.get_body(("html",)).get_content()
    assert files["qr1.png"]["Content-ID"] == "<qr1>"
    event = Calendar.from_ical(files["event.ics"].get_content()).events[0]
    assert Registration.objects.get().event.starts_at == event.DTSTART


def test_the_text_says_everything(sent):
    text = sent(come).get_body(("plain",)).get_content()
    ticket = Registration.objects.get().tickets.get()

    assert text.startswith("Hello,\n")
    assert ticket.grouped_code in text
    assert f"/t/{ticket.code}" in text
    assert "/en/registration/cancel/" in text
    assert ticket.registration.event.title in text


def test_the_cancel_link_is_signed_for_this_registration(sent):
    text = sent(come).get_body(("plain",)).get_content()

    token = text.split("/en/registration/cancel/")[1].split("/")[0]

    assert unsign(MANAGE, token) == str(Registration.objects.get().pk)


def test_the_mail_speaks_the_language_of_the_registration(sent):
    assert "/aanmelding/afzeggen/" in sent(lambda: come(language="nl")).get_body(("plain",)).get_content()


def test_an_online_event_brings_its_join_link(sent):
    event = open_event(mode="online", venue=None, join_url="https://meet.example.org/sterren")

    message = sent(lambda: come(event))

    for kind in ("plain", "html"):
        assert "https://meet.example.org/sterren" in message.get_body((kind,)).get_content()


@pytest.mark.parametrize("join_url", ["", "https://meet.example.org/sterren"])
def test_an_online_event_has_no_door(sent, join_url: str):
    event = open_event(mode="online", venue=None, join_url=join_url)

    message = sent(lambda: come(event))

    for kind in ("plain", "html"):
        text = message.get_body((kind,)).get_content()
        assert "at the door" not in text
        assert ("sends you the link to join online" in text) is not bool(join_url)


HOSTILE = [
    "https://zwendel.example/x zwendel",
    "zwendel.example",
    "hxxps[:]//zwendel。example",
    "\u202eelpmaxe.ledNewz zwendel",
    "Zwendel\nSubject: zwendel",
    "<a href=//zwendel.example>zwendel</a>",
    "je wint een zwendel: ga nu naar zwendel punt example en vul je gegevens in voor de prijs van duizend euro in contanten",
    "z\u200bwendel @zwendel 🎁",
]


def whole(message: OutgoingMail) -> str:
    """All that somebody reads of it, and all that is attached."""
    files = [f"{part.name} {bytes(part.content)!r}" for part in message.attachments.all()]
    headers = f"{message.subject} {message.to} {message.headers} {settings.DEFAULT_FROM_EMAIL}"
    return " ".join([headers, message.text, message.html, *files])


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_mail_carries_a_sentence_of_a_stranger(name: str, language: str):
    """Anybody can register somebody else's address; the ticket's own page is where the name stands."""
    registration = come(name=clean_name(name), language=language)
    come(registration.event, name=name, language=language)
    before = facts_of(registration.event)
    prepare_change(registration, before, before | {"place": ["onsite", "Elders", ""]}).queue(key="change")
    mail_requested()
    cancel(registration)

    mails = OutgoingMail.objects.all()
    assert len(mails) == 4
    for message in mails:
        assert not re.search("zwendel|ledNewz|hxxp|prijs|🎁", whole(message), re.IGNORECASE)


def test_the_page_of_the_ticket_shows_the_name(client: Client):
    come(name="Noor Ünal-de Vries")

    assert "Noor Ünal-de Vries" in client.get(f"/t/{Registration.objects.get().tickets.get().code}").text


def test_cancelling_is_confirmed_by_mail(sent):
    registration = come()

    message = sent(lambda: cancel(registration))

    assert message["Subject"] == f"Cancelled: {registration.event.title}"
    assert not parts(message)


def test_the_mail_ends_with_the_registration(sent):
    sent(come)

    assert OutgoingMail.objects.get().delete_after == Registration.objects.get().delete_after


@pytest.mark.parametrize(("mode", "link"), [("hybrid", "https://meet.example.org/sterren"), ("onsite", "")])
def test_a_guests_own_entry_takes_their_time_and_leads_to_their_ticket(
    sent, client: Client, mode: str, link: str
):
    event = open_event(mode=mode, join_url="https://meet.example.org/sterren")

    message = sent(lambda: come(event))

    code = Registration.objects.get().tickets.get().code
    attached = parts(message)["event.ics"].get_content()
    for file in (
        attached if isinstance(attached, bytes) else attached.encode(),
        client.get(f"/t/{code}.ics").content,
    ):
        [entry] = Calendar.from_ical(file).walk("VEVENT")
        assert (entry["UID"], entry["TRANSP"]) == (event.calendar_entries.get().uid, "OPAQUE")
        assert f"/t/{code}" in entry["DESCRIPTION"]
        assert (link in entry["DESCRIPTION"]) if link else ("meet.example.org" not in entry["DESCRIPTION"])
    assert b"TRANSP:TRANSPARENT" in client.get(f"{event.get_absolute_url()}event.ics").content


def test_an_event_that_is_off_takes_no_time(client: Client):
    registration = come()
    Event.objects.update(status="cancelled")
    update_entries(Event.objects.get())

    file = client.get(f"/t/{registration.tickets.get().code}.ics").content

    [entry] = Calendar.from_ical(file).walk("VEVENT")
    assert (entry["STATUS"], entry["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


@pytest.mark.parametrize("status", ["scheduled", "postponed", "cancelled"])
def test_every_mail_says_whom_to_ask(status: str):
    contact = {"contact_name": "Ada", "contact_email": "ada@example.org", "contact_phone": "071 123 45 67"}
    registration = come(open_event(**contact))
    registration.event.status = status
    before = facts_of(registration.event)
    prepare_change(registration, before, before | {"place": ["onsite", "Elders", ""]}).queue(key="change")
    mail_requested()
    cancel(registration)

    mails = OutgoingMail.objects.all()
    assert len(mails) == 3
    for message in mails:
        assert "Questions? Ada, ada@example.org, 071 123 45 67" in message.text
        assert "Questions? Ada, ada@example.org, 071 123 45 67" in message.html


def test_where_nobody_is_named_no_question_is_asked():
    registration = come()
    mail_requested()
    cancel(registration)

    for message in OutgoingMail.objects.all():
        assert "Questions?" not in message.text + message.html
