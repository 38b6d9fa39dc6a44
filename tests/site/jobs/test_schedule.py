"""What has to happen by itself, at its time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from wagtail.models import Revision

from events.models import Event
from kennisstad.jobs.tasks import publish_scheduled_pages
from tests.factories.events import draft_page, published_event

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SOON = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_a_page_goes_live_at_the_moment_an_editor_gave_it(clock):
    page = draft_page(go_live_at=SOON)
    page.save_revision().publish()
    publish_scheduled_pages.call()
    assert not Event.objects.public()

    clock.move_to(SOON + timedelta(minutes=1))
    publish_scheduled_pages.call()

    assert Event.objects.get().is_public


def test_a_page_ends_at_the_moment_an_editor_gave_it(clock):
    draft_page(expire_at=SOON).save_revision().publish()
    publish_scheduled_pages.call()
    assert Event.objects.get().is_public

    clock.move_to(SOON + timedelta(minutes=1))
    publish_scheduled_pages.call()

    assert not Event.objects.get().is_public


def test_a_version_that_cannot_go_live_holds_up_no_other(clock):
    page = published_event(title="Bezet", slug="bezet").page
    page.slug, page.go_live_at = "vrij", SOON
    page.save_revision().publish()
    draft_page(title="Eerder", slug="vrij")
    draft_page(title="Later", slug="later", go_live_at=SOON + timedelta(minutes=1)).save_revision().publish()

    clock.move_to(SOON + timedelta(minutes=2))
    publish_scheduled_pages.call()

    assert {event.path.split("/")[-2] for event in Event.objects.public()} == {"bezet", "later"}
    assert not Revision.objects.exclude(approved_go_live_at=None)
