"""An id inside another one's address: only what belongs there answers, whoever the rest belongs to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Revision, TaskState, Workflow, WorkflowState, WorkflowTask

from events.models import EventPage
from kennisstad.mail.links import sign
from kennisstad.mail.outgoing import State
from newsletter.models import Delivery, IssuePage
from registrations.doors import pair
from registrations.models import Device, Door, Registration
from registrations.views.attendee import CONFIRMED
from tests.factories.events import published_page
from tests.factories.newsletter import SubscriberFactory, approved_mailing, draft_issue
from tests.factories.registrations import make_door, make_registration, open_registration
from tests.fuzz.addresses import addresses
from tests.site.accounts.partner_worlds import Partner, editor

pytestmark = pytest.mark.django_db

WORDS = {
    "action",
    "action_name",
    "app_label",
    "app_name",
    "code",
    "content_type_app_name",
    "content_type_model_name",
    "filter_spec",
    "kind",
    "mode",
    "model_name",
    "name",
    "scope",
    "slug",
}
CLOSED = {
    "/cms/pages/%(page_to_move_id)s/move/%(destination_id)s/confirm/",
    "/cms/workflows/remove/%(page_pk)s/%(workflow_pk)s/",
}
OTHERWISE = {
    "/_util/authenticate_with_password/%(page_view_restriction_id)s/%(page_id)s/": "a form that names no page",
    "/en/_util/authenticate_with_password/%(page_view_restriction_id)s/%(page_id)s/": "a form that names no page",
    "/account/password/reset/key/%(uidb36)s-%(key)s/": "the key is signed for one person",
    "/en/account/password/reset/key/%(uidb36)s-%(key)s/": "the key is signed for one person",
    "/cms/password_reset/confirm/%(uidb64)s/%(token)s/": "leads to our own reset",
    "/cms/editing-sessions/ping/%(app_label)s/%(model_name)s/%(object_id)s/%(session_id)s/": (
        "whoever names somebody else's session gets a new one"
    ),
}
MODELS: tuple[type[Model], ...] = (
    Page,
    EventPage,
    Revision,
    WorkflowState,
    TaskState,
    Door,
    Device,
    Registration,
    Delivery,
)

type Values = dict[str, Any]


@dataclass
class Parent:
    """An event with one of everything that hangs below it."""

    partner: Partner
    slug: str
    page: EventPage = field(init=False)

    def __post_init__(self) -> None:
        self.page = published_page(
            self.partner.page, slug=self.slug, starts_at=timezone.now() + timedelta(days=7)
        )
        self.event = self.page.event
        open_registration(self.event)
        self.request = make_registration(self.event)
        self.added = make_registration(self.event)
        self.added.source = "desk"
        self.added.save()
        self.door = make_door(self.event)
        self.phone = pair(self.door)
        self.registration = make_registration(self.event)
        self.state = self._in_moderation()
        self.revision = self.page.save_revision(
            user=self.partner.user, approved_go_live_at=timezone.now() + timedelta(days=1)
        )

    def _in_moderation(self) -> WorkflowState:
        task = GroupApprovalTask.objects.create(name=self.slug)
        task.groups.add(Group.objects.get(organisation=self.partner.organisation))
        workflow = Workflow.objects.create(name=self.slug)
        WorkflowTask.objects.create(workflow=workflow, task=task)
        self.page.save_revision(user=self.partner.user)
        return workflow.start(self.page, self.partner.user)

    def request_values(self) -> Values:
        return {"pk": self.event.pk, "registration_id": self.request.pk}

    def added_values(self) -> Values:
        return {"pk": self.event.pk, "registration_id": self.added.pk}

    def door_values(self) -> Values:
        return {"pk": self.event.pk, "number": self.door.pk}

    def phone_values(self) -> Values:
        return self.door_values() | {"phone": self.phone.pk}

    def revision_values(self) -> Values:
        return {"page_id": self.page.pk, "revision_id": self.revision.pk}

    def published_values(self) -> Values:
        return {"pk": self.page.pk, "revision": self.revision.pk}

    def compared_values(self) -> Values:
        return {"pk": self.page.pk, "revision_id_a": self.revision.pk, "revision_id_b": self.revision.pk}

    def workflow_values(self) -> Values:
        task_state = self.state.current_task_state
        return {
            "page_id": self.page.pk,
            "workflow_state_id": self.state.pk,
            "task_state_id": task_state.pk,
            "task_id": task_state.task_id,
            "action_name": "approve",
        }

    def confirmed_values(self) -> Values:
        return {
            "path": self.event.path,
            "token": sign(CONFIRMED, str(self.registration.submissions.get().key)),
        }


type ValuesOf = Callable[[Parent], Values]

BELOW_AN_EVENT: dict[str, ValuesOf] = {
    "/cms/aanmeldingen/%(pk)s/aanvragen/%(registration_id)s/toelaten/": Parent.request_values,
    "/cms/aanmeldingen/%(pk)s/aanvragen/%(registration_id)s/afwijzen/": Parent.request_values,
    "/cms/aanmeldingen/%(pk)s/toegevoegd/%(registration_id)s/": Parent.added_values,
    "/cms/aanmeldingen/%(pk)s/deuren/%(number)s/": Parent.door_values,
    "/cms/aanmeldingen/%(pk)s/deuren/%(number)s/code.svg": Parent.door_values,
    "/cms/aanmeldingen/%(pk)s/deuren/%(number)s/stop/": Parent.door_values,
    "/cms/aanmeldingen/%(pk)s/deuren/%(number)s/%(phone)s/stop/": Parent.phone_values,
    "/cms/evenementen/%(pk)s/indienen/%(revision)s/": Parent.published_values,
    "/cms/evenementen/%(pk)s/publiceren/%(revision)s/": Parent.published_values,
    "/cms/pages/%(page_id)s/revisions/%(revision_id)s/revert/": Parent.revision_values,
    "/cms/pages/%(page_id)s/revisions/%(revision_id)s/unschedule/": Parent.revision_values,
    "/cms/pages/%(page_id)s/revisions/%(revision_id)s/view/": Parent.revision_values,
    "/cms/pages/%(pk)s/revisions/compare/%(revision_id_a)s...%(revision_id_b)s/": Parent.compared_values,
    "/cms/pages/%(page_id)s/workflow_history/detail/%(workflow_state_id)s/": Parent.workflow_values,
    "/cms/pages/workflow/action/%(page_id)s/%(action_name)s/%(task_state_id)s/": Parent.workflow_values,
    "/cms/pages/workflow/collect_action_data/%(page_id)s/%(action_name)s/%(task_state_id)s/": (
        Parent.workflow_values
    ),
    "/cms/pages/workflow/preview/%(page_id)s/%(task_id)s/": Parent.workflow_values,
    "/%(path)saanmelden/gelukt/%(token)s/": Parent.confirmed_values,
    "/en/%(path)sregister/done/%(token)s/": Parent.confirmed_values,
}
BELOW_AN_ISSUE = {
    "/cms/nieuwsbrief/%(pk)s/%(delivery)s/again/",
    "/cms/nieuwsbrief/%(pk)s/%(delivery)s/rest/",
}
PARENTS = {"pk", "page_id", "path", "action_name"}


@pytest.fixture
def theirs(own_partner: Partner) -> Partner:
    return Partner("lumc")


@pytest.fixture
def organiser(own_partner: Partner) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(own_partner.user)
    return client


@pytest.fixture
def desk() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(editor())
    return client


def test_every_nested_address_is_asked_here():
    nested = {address.template for address in addresses() if len(set(address.gaps) - WORDS) > 1}

    assert nested == CLOSED | OTHERWISE.keys() | BELOW_AN_EVENT.keys() | BELOW_AN_ISSUE


def test_what_hangs_below_an_event_answers_there_alone(
    organiser: Client, desk: Client, own_partner: Partner, theirs: Partner, subtests: pytest.Subtests
):
    parents = [Parent(own_partner, "eigen"), Parent(own_partner, "ander-eigen"), Parent(theirs, "vreemd")]
    rows = {template: list(map(values, parents)) for template, values in BELOW_AN_EVENT.items()}

    for template, (own, *others) in rows.items():
        with subtests.test(template):
            assert_misplaced_is_missing(organiser, template, own, others)
            assert_misplaced_is_missing(desk, template, own, others)
    for template, (own, *_others) in rows.items():
        with subtests.test(template):
            assert_answers(organiser, template, own)


@pytest.mark.parametrize("template", sorted(BELOW_AN_ISSUE))
def test_what_hangs_below_an_issue_answers_there_alone(template: str, desk: Client):
    SubscriberFactory()
    own, *others = [_issue_values(draft_issue()) for _number in range(3)]

    assert_misplaced_is_missing(desk, template, own, others)
    assert_answers(desk, template, own)


def _issue_values(issue: IssuePage) -> Values:
    delivery = approved_mailing(issue).deliveries.get()
    delivery.settle(State.FAILED, "550")
    return {"pk": issue.pk, "delivery": delivery.pk}


@pytest.mark.parametrize("template", sorted(CLOSED))
def test_what_is_closed_to_organisers_is_closed_for_every_id(
    template: str, organiser: Client, own_partner: Partner, theirs: Partner
):
    names = ("page_to_move_id", "destination_id", "page_pk", "workflow_pk")

    for partner in (own_partner, theirs):
        address = template % dict.fromkeys(names, partner.draft.pk)
        assert [organiser.get(address).status_code, organiser.post(address).status_code] == [403, 403]


def assert_answers(client: Client, template: str, values: Values) -> None:
    """An empty form is malformed to some."""
    answers = {client.get(template % values).status_code, client.post(template % values).status_code}
    assert answers <= {200, 302, 400, 405, 422}
    assert answers & {200, 302}


def assert_misplaced_is_missing(client: Client, template: str, own: Values, others: list[Values]) -> None:
    before = everything()

    for values in misplaced(template, own, others):
        answers = {client.get(template % values).status_code, client.post(template % values).status_code}
        assert answers <= {404, 405, 410}
        assert answers & {404, 410}
    assert everything() == before


def misplaced(template: str, own: Values, others: list[Values]) -> Iterator[Values]:
    """One's own parent, with a child of each of the others."""
    nested = [name for name in own if name not in PARENTS and f"%({name})s" in template]
    assert nested
    yield from (own | {name: other[name]} for name in nested for other in others)


def everything() -> list[list[Any]]:
    return [list(model._base_manager.order_by("pk").values()) for model in MODELS]
