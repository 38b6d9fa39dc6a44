"""An organiser reads in one line how an event takes registrations."""

from datetime import timedelta

import pytest
from django.utils import translation

from events.models import Event
from registrations.models import RegistrationSettings
from registrations.settings_words import settings_in_words
from tests.factories.registrations import open_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return open_event(capacity=150)


def words(settings: RegistrationSettings) -> str:
    with translation.override("nl"):
        return settings_in_words(settings)


def test_what_is_not_used_is_not_named(event: Event):
    assert words(event.registration_settings) == "150 plekken · sluit bij het begin"


def test_all_of_it_in_one_line(event: Event):
    settings = event.registration_settings
    settings.capacity, settings.party_size, settings.group_size = None, 4, 30
    settings.needs_approval = True

    assert words(settings) == (
        "plek voor iedereen · sluit bij het begin · jij laat mensen toe · tot 4 mensen in één aanmelding · groepen tot 30"
    )


@pytest.mark.parametrize("name", ["closes_at", "closes_before"])
def test_another_closing_moment_is_told(event: Event, name: str):
    settings = event.registration_settings
    moment = event.starts_at - timedelta(days=2)
    setattr(settings, name, moment if name == "closes_at" else timedelta(days=2))

    assert "sluit op" in words(settings)
    assert "sluit bij het begin" not in words(settings)
