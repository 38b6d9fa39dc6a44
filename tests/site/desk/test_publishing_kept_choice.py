"""Who hears is chosen once, and holds however it becomes public: approved, at its moment, or several at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from events.models import ChangeNote, EventPage
from kennisstad.accounts.models import User
from kennisstad.jobs.tasks import publish_scheduled_pages
from tests.cms import edit
from tests.factories.events import VenueFactory, agenda_page, draft_page, event_of
from tests.site.accounts.partner_worlds import Partner, editor
from tests.site.desk.publication import asked, change, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_version_with_its_moment_obeys_what_was_chosen(organiser_client: Client, evening: EventPage, clock):
    soon = timezone.now() + timedelta(days=1)
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk, go_live_at="2027-02-02 13:00")
    landed = organiser_client.post(asked(evening), {"tells": "no"}, follow=True)
    assert "‘Sterren’ komt online op dinsdag 2 februari 2027, 13.00 uur." in landed.text
    assert event_of(evening).version == 1

    clock.move_to(soon + timedelta(minutes=1))
    publish_scheduled_pages.call()

    assert event_of(evening).version == 2
    assert told() == {}


def test_publishing_several_at_once_obeys_what_was_chosen(organiser_client: Client, evening: EventPage):
    evening.unpublish()
    change(organiser_client, evening, ends_at="2027-03-11 22:30")
    evening.refresh_from_db()
    ChangeNote.objects.create(revision=evening.get_latest_revision(), tells=False)

    organiser_client.post(f"/cms/bulk/wagtailcore/page/publish/?id={evening.pk}")

    assert event_of(evening).is_public
    assert told() == {}


def test_several_at_once_are_not_public_before_it_is_chosen_who_hears(
    organiser_client: Client, evening: EventPage
):
    change(organiser_client, evening, ends_at="2027-03-11 22:30")
    quiet = draft_page(evening.get_parent().specific, title="Stil")

    answer = organiser_client.post(
        f"/cms/bulk/wagtailcore/page/publish/?id={evening.pk}&id={quiet.pk}", {"next": "/cms/"}, follow=True
    )

    assert "die een mail zouden krijgen: ‘Sterren’" in answer.text
    assert event_of(evening).version == 1
    assert not EventPage.objects.get(pk=quiet.pk).live


@pytest.fixture
def approver() -> User:
    """Looks at everything before it is public."""
    approver = editor()
    task = GroupApprovalTask.objects.create(name="Nakijken")
    task.groups.set(approver.groups.all())
    workflow = Workflow.objects.create(name="Nakijken")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=agenda_page())
    return approver


def chosen(page: EventPage) -> str:
    page.refresh_from_db()
    return f"/cms/evenementen/{page.pk}/indienen/{page.latest_revision_id}/"


def submit(organiser_client: Client, page: EventPage, **changes: Any) -> HttpResponse:
    return edit(organiser_client, f"/cms/pages/{page.pk}/edit/", **({"action-submit": "1"} | changes))


def approve(client: Client, approver: User, page: EventPage, **changes: Any) -> None:
    client.force_login(approver)
    action = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    edit(client, f"/cms/pages/{page.pk}/edit/", **(action | changes))


@pytest.mark.parametrize("corrected", [{}, {"summary": "Een avond onder de sterren, voor iedereen."}])
def test_what_somebody_else_approves_obeys_what_its_organiser_chose(
    client: Client, own_partner: Partner, evening: EventPage, approver: User, corrected: dict[str, str]
):
    client.force_login(own_partner.user)
    response = submit(client, evening, venue=VenueFactory(name="Hortus").pk)
    assert response.headers["Location"] == chosen(evening)
    shown = client.get(chosen(evening)).text
    assert "2 mensen krijgen een mail" in shown
    assert "Iemand anders keurt het eerst goed" in shown

    client.post(chosen(evening), {"tells": "yes", "words": "De zaal is te klein."})
    assert event_of(evening).version == 1
    assert told() == {}

    approve(client, approver, evening, **corrected)
    assert (event_of(evening).version, event_of(evening).venue.name) == (2, "Hortus")
    letters = told()
    assert letters.keys() == {"noor", "sam"}
    assert "De zaal is te klein." in letters["noor"]


def test_an_organiser_who_chose_no_is_obeyed_when_it_is_approved(
    client: Client, own_partner: Partner, evening: EventPage, approver: User
):
    client.force_login(own_partner.user)
    submit(client, evening, venue=VenueFactory(name="Hortus").pk)
    client.post(chosen(evening), {"tells": "no"})

    approve(client, approver, evening)

    assert event_of(evening).version == 2
    assert told() == {}


def test_nothing_is_chosen_for_what_nobody_is_to_approve(organiser_client: Client, evening: EventPage):
    change(organiser_client, evening, venue=VenueFactory(name="Hortus").pk)

    assert organiser_client.post(chosen(evening), {"tells": "no"}).headers["Location"] == "/cms/"
    assert not ChangeNote.objects.exists()
