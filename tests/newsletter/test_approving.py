"""An editor approves an issue: once, as it was seen, and only if it can go."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kennisstad.audit.models import AuditEntry
from newsletter import approving
from newsletter.error_messages import error_message
from newsletter.models import Delivery, IssuePage, Mailing
from newsletter.rendering import freeze
from newsletter.sending import MailingRefused
from tests.factories.accounts import UserFactory
from tests.factories.events import published_event
from tests.factories.newsletter import SubscriberFactory, approved_mailing, draft_issue
from tests.site.accounts.partner_worlds import editor

pytestmark = pytest.mark.django_db


def test_approval_publishes_the_issue_and_is_written_down():
    SubscriberFactory()
    editor = UserFactory()
    issue = draft_issue()

    mailing = approved_mailing(issue, editor)

    issue.refresh_from_db()
    assert issue.live
    entry = AuditEntry.objects.get(action="newsletter.approved")
    assert (entry.actor, entry.details) == (editor, {"recipients": 1, "fingerprint": mailing.fingerprint})


def test_a_mailing_keeps_the_very_texts_that_the_editor_saw():
    SubscriberFactory()
    issue, user = draft_issue(published_event(), title="Nieuws", title_en="News"), UserFactory()
    frozen = freeze(issue)

    mailing = approved_mailing(issue, user)

    assert (mailing.subject, mailing.text, mailing.html) == (
        frozen.nl.subject,
        frozen.nl.text,
        frozen.nl.html,
    )
    assert (mailing.subject_en, mailing.text_en) == (frozen.en.subject, frozen.en.text)
    assert (mailing.html_en, mailing.gap) == (frozen.en.html, frozen.gap)
    assert (mailing.fingerprint, mailing.approved_by) == (frozen.fingerprint, user)
    assert {row.event_id: row.version for row in mailing.shown_events.all()} == frozen.versions


def test_what_changed_after_the_editor_looked_is_not_approved():
    SubscriberFactory()
    event = published_event()
    issue = draft_issue(event)
    seen = freeze(issue).fingerprint
    event.page.title = "Een andere titel"
    event.page.save_revision().publish()

    with pytest.raises(MailingRefused) as refusal:
        approving.approve(issue, user=UserFactory(), fingerprint=seen)

    assert refusal.value.code == "changed"
    assert (Mailing.objects.count(), Delivery.objects.count()) == (0, 0)
    assert not IssuePage.objects.get(pk=issue.pk).live


def test_an_issue_is_approved_once():
    SubscriberFactory()
    issue = draft_issue()
    approved_mailing(issue)

    with pytest.raises(MailingRefused) as refusal:
        approved_mailing(issue)

    assert refusal.value.code == "already_approved"


@pytest.mark.parametrize("taken", [{"period_start": date(2027, 3, 25)}, {"slug": "nieuws"}])
def test_an_issue_whose_day_or_address_is_taken_by_now_is_refused_in_words(
    taken: dict[str, Any], client: Client
):
    """It was put off in a draft, of which no constraint knows."""
    SubscriberFactory()
    issue = draft_issue()
    [(name, value)] = taken.items()
    setattr(issue, name, value)
    issue.save_revision()
    draft_issue(**taken)
    client.force_login(editor())
    fingerprint = freeze(issue.get_latest_revision_as_object()).fingerprint

    address = reverse("newsletter_admin:approve", args=[issue.pk])
    response = client.post(address, {"fingerprint": fingerprint}, follow=True)

    assert response.status_code == 200
    assert error_message("taken") in response.text
    assert not Mailing.objects.exists()


@pytest.mark.parametrize(("body", "readers", "code"), [([], 1, "empty"), (None, 0, "nobody")])
def test_without_content_or_readers_nothing_is_approved(body: list[object] | None, readers: int, code: str):
    SubscriberFactory.create_batch(readers)
    issue = draft_issue() if body is None else draft_issue(body=body)

    with pytest.raises(MailingRefused) as refusal:
        approved_mailing(issue)

    assert refusal.value.code == code
