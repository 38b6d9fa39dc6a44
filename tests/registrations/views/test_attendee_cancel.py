from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event
from kennisstad.mail.links import sign
from kennisstad.mail.models import OutgoingMail
from registrations.emails import MANAGE, cancel_full_url
from tests.factories.registrations import make_registration

pytestmark = pytest.mark.django_db


def test_cancelling_asks_first_and_then_does_it(client: Client):
    registration = make_registration(language="en", name="Noor")
    path = cancel_full_url(registration).split("8000", 1)[-1]

    page = client.get(path)
    registration.refresh_from_db()
    assert "Noor" in page.text
    assert not registration.is_cancelled

    response = client.post(path, follow=True)
    registration.refresh_from_db()
    assert registration.is_cancelled
    assert "Your registration is cancelled" in response.text


def test_cancelling_twice_is_no_problem(client: Client):
    path = cancel_full_url(make_registration(language="en")).split("8000", 1)[-1]
    client.post(path)

    assert client.post(path, follow=True).status_code == 200
    assert OutgoingMail.objects.count() == 1


def test_cancelling_too_late_says_so(client: Client):
    registration = make_registration(language="en")
    event = registration.event
    past = {"starts_at": timezone.now() - timedelta(days=2), "ends_at": timezone.now() - timedelta(days=1)}
    Event.objects.filter(pk=event.pk).update(**past)

    response = client.post(cancel_full_url(registration).split("8000", 1)[-1])

    assert response.status_code == 409
    assert "This event is over" in response.text


def test_nobody_needs_to_cancel_for_a_cancelled_event(client: Client):
    registration = make_registration(language="nl")
    page = registration.event.page
    page.status = "cancelled"
    page.save_revision().publish()
    link = cancel_full_url(registration).split("8000")[1]

    asked = client.get(link).text
    done = client.post(link, follow=True).text

    assert "Je hoeft niets te doen" in asked
    assert "<button" not in asked.split("<main", 1)[1]
    assert "iemand anders" not in done
    assert "weer aanmelden" not in OutgoingMail.objects.get(key__startswith="registrations.cancelled").text


def test_a_tampered_cancel_link_changes_nothing(client: Client):
    registration = make_registration()
    good = sign(MANAGE, str(registration.pk))
    tampered = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        sign("registrations.other", str(registration.pk)),
        sign(MANAGE, "x"),
        sign(MANAGE, ""),
        "x",
    ]

    codes = {client.post(f"/aanmelding/afzeggen/{token}/").status_code for token in tampered}

    registration.refresh_from_db()
    assert codes == {404}
    assert not registration.is_cancelled


def test_a_ticket_code_does_not_cancel(client: Client):
    registration = make_registration()

    assert client.post(f"/t/{registration.tickets.get().code}").status_code == 405
