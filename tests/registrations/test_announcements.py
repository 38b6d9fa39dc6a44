"""Who registered hears what changed: once, and only that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event, EventPage
from kennisstad.mail.models import OutgoingMail
from registrations.announcements import announce_changes
from registrations.cancel import cancel
from registrations.signup import take_place
from tests.factories.events import VenueFactory, published_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> EventPage:
    page = published_page(title="Sterren", title_en="Stars", starts_at=timezone.now() + timedelta(days=9))
    for name, language in (("noor", "nl"), ("sam", "en")):
        take_place(event_of(page), name=name, email=f"{name}@example.org", language=language)
    return page


def event_of(page: EventPage) -> Event:
    return Event.objects.get(page=page)


def republish(page: EventPage, **fields: object) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_cancelled_event_is_told_to_everybody_in_their_language_once(page: EventPage):
    republish(page, status="cancelled")

    assert announce_changes() == 2
    assert announce_changes() == 0
    assert sorted(OutgoingMail.objects.values_list("to", "subject")) == [
        ("noor@example.org", "Gaat niet door: Sterren"),
        ("sam@example.org", "Not taking place: Stars"),
    ]


def test_several_changes_at_once_are_one_mail(page: EventPage):
    later = page.starts_at + timedelta(hours=1)
    republish(page, starts_at=later, ends_at=later + timedelta(hours=2), venue=VenueFactory(name="Naturalis"))

    assert announce_changes() == 2
    text = OutgoingMail.objects.get(to="noor@example.org").text
    assert "Naturalis" in text
    assert timezone.localtime(later).strftime("%H.%M") in text


def test_a_corrected_text_is_no_news(page: EventPage):
    republish(page, summary="Een avond over sterren en planeten.")

    assert announce_changes() == 0


def test_who_cancelled_or_came_later_hears_nothing(page: EventPage):
    cancel(event_of(page).registrations.get(name="sam"))
    OutgoingMail.objects.all().delete()
    republish(page, venue=VenueFactory(name="Naturalis"))
    take_place(event_of(page), name="Later", email="later@example.org", language="nl")

    announce_changes()

    assert list(OutgoingMail.objects.values_list("to", flat=True)) == ["noor@example.org"]


def test_nothing_is_told_about_what_is_over(page: EventPage):
    republish(page, venue=VenueFactory(name="Naturalis"))
    Event.objects.update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )

    assert announce_changes() == 0
    assert announce_changes() == 0
