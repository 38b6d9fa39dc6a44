import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from kennisstad.audit.models import AuditEntry
from kennisstad.mail import delivery
from kennisstad.mail.outgoing import State
from kennisstad.privacy.retention import erase_expired
from newsletter import approving, sending, subscriptions
from newsletter.emails import send_test
from newsletter.error_messages import error_message
from newsletter.models import Delivery, IssuePage, Mailing, Subscriber
from newsletter.rendering import freeze
from newsletter.sending import MailingRefused
from tests.factories.accounts import UserFactory
from tests.factories.events import EVENING, published_event
from tests.factories.newsletter import SubscriberFactory, approved_mailing, draft_issue
from tests.site.accounts.partner_worlds import editor

pytestmark = pytest.mark.django_db


def deliver() -> None:
    """What the worker does once it is woken."""
    sending.advance_mailings()
    delivery.send_due()
    sending.advance_mailings()


def test_an_approved_issue_reaches_every_reader_once():
    SubscriberFactory.create_batch(3)
    SubscriberFactory(language="en")
    mailing = approved_mailing(draft_issue(title="Nieuws", title_en="News"))

    deliver()
    deliver()

    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENT
    assert mailing.figures()["sent"] == 4
    assert sorted(message.subject for message in mail.outbox) == ["News", "Nieuws", "Nieuws", "Nieuws"]
    assert len({message.to[0] for message in mail.outbox}) == 4


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


def test_once_it_is_approved_the_worker_goes_on_by_itself(django_capture_on_commit_callbacks):
    SubscriberFactory()

    with django_capture_on_commit_callbacks(execute=True):
        mailing = approved_mailing()

    mailing.refresh_from_db()
    assert (mailing.state, len(mail.outbox)) == (Mailing.State.SENDING, 1)


def test_everybody_known_gets_it_or_is_counted_as_excluded():
    SubscriberFactory.create_batch(2)
    SubscriberFactory(state="pending")
    SubscriberFactory(state="unsubscribed")

    mailing = approved_mailing()

    assert mailing.candidates == 4
    assert mailing.deliveries.count() == 2
    assert mailing.excluded == {"pending": 1, "unsubscribed": 1}


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


def test_who_leaves_while_it_is_being_sent_gets_nothing_more():
    readers = SubscriberFactory.create_batch(2)
    mailing = approved_mailing()
    sending.advance_mailings()
    claimed = Delivery.objects.claim(10)

    subscriptions.unsubscribe(readers[0].pk)

    assert [row.subscriber for row in Delivery.objects.offer(claimed)] == [readers[1]]
    assert mailing.figures()["withdrawn"] == 1


def test_who_left_while_the_rows_were_written_gets_nothing():
    reader = SubscriberFactory()
    mailing = approved_mailing()
    Subscriber.objects.filter(pk=reader.pk).update(state="unsubscribed")

    deliver()

    mailing.refresh_from_db()
    assert (mailing.state, mailing.figures()["withdrawn"], mail.outbox) == (Mailing.State.SENT, 1, [])
    assert mailing.deliveries.get().settled_at is not None


@pytest.fixture
def event() -> Event:
    return published_event()


def cancel(event: Event) -> None:
    event.page.status = "cancelled"
    event.page.save_revision().publish()


def test_a_cancelled_event_holds_the_issue_back(event: Event):
    SubscriberFactory()
    mailing = approved_mailing(draft_issue(event))
    cancel(event)

    deliver()

    mailing.refresh_from_db()
    assert (mailing.state, mail.outbox) == (Mailing.State.HELD, [])
    assert [(change.event, change.kinds) for change in mailing.stale_events()] == [(event, ["cancelled"])]


def test_a_moved_event_stops_an_issue_half_way_also_for_the_worker_that_is_sending(event: Event):
    SubscriberFactory.create_batch(2)
    mailing = approved_mailing(draft_issue(event))
    sending.advance_mailings()
    claimed = Delivery.objects.claim(10)
    event.page.starts_at = EVENING - timedelta(hours=1)
    event.page.save_revision().publish()

    sending.advance_mailings()

    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.HELD
    assert Delivery.objects.offer(claimed) == []
    assert Delivery.objects.claim(10) == []


def test_an_editor_sends_it_all_the_same(event: Event):
    SubscriberFactory()
    mailing = approved_mailing(draft_issue(event))
    cancel(event)
    deliver()

    sending.resume(mailing, user=UserFactory())
    deliver()

    mailing.refresh_from_db()
    assert (mailing.state, len(mail.outbox)) == (Mailing.State.SENT, 1)


def test_an_editor_takes_it_back_to_mend_it(event: Event):
    SubscriberFactory()
    issue = draft_issue(event)
    mailing = approved_mailing(issue)
    cancel(event)
    deliver()

    sending.revert_to_draft(mailing, user=UserFactory())

    issue.refresh_from_db()
    assert (issue.live, Mailing.objects.count(), Delivery.objects.count()) == (False, 0, 0)
    approved_mailing(issue)
    deliver()
    assert len(mail.outbox) == 1


def test_what_is_sent_cannot_be_taken_back_or_held():
    SubscriberFactory()
    mailing = approved_mailing()
    deliver()

    for rule in (sending.revert_to_draft, sending.hold, sending.resume):
        with pytest.raises(MailingRefused) as refusal:
            rule(mailing, user=UserFactory())
        assert refusal.value.code == "not_now"


@pytest.mark.parametrize("state", ["offered", "sent", "failed", "doubt"])
def test_of_what_went_out_nothing_is_taken_back(state: str):
    SubscriberFactory.create_batch(2)
    issue = draft_issue()
    mailing = approved_mailing(issue)
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(state=state)
    sending.hold(mailing, user=UserFactory())

    with pytest.raises(MailingRefused) as refusal:
        sending.revert_to_draft(mailing, user=UserFactory())

    issue.refresh_from_db()
    assert (refusal.value.code, issue.live, Delivery.objects.count()) == ("not_now", True, 2)


def test_what_is_done_with_a_mailing_is_written_down_with_who_did_it():
    SubscriberFactory()
    user = UserFactory()
    mailing = approved_mailing(user=user)
    subject = str(mailing.pk)

    sending.hold(mailing, user=user)
    sending.resume(mailing, user=user)
    sending.hold(mailing, user=user)
    sending.revert_to_draft(mailing, user=user)

    done = AuditEntry.objects.filter(actor=user, action__startswith="newsletter.").order_by("pk")
    assert {(entry.subject, entry.subject_id) for entry in done} == {("newsletter.Mailing", subject)}
    assert [entry.action.removeprefix("newsletter.") for entry in done] == [
        "approved",
        "held",
        "resumed",
        "held",
        "taken_back",
    ]


def test_a_letter_ends_with_its_last_day_and_a_mailing_knows_its_moments():
    SubscriberFactory()
    with time_machine.travel("2027-01-07T06:00Z", tick=False) as clock:
        mailing = approved_mailing()
        assert mailing.approved_at == timezone.now()
        last_day = timezone.localdate() + subscriptions.SUBSCRIBERS_KEPT
        assert mailing.deliveries.get().delete_after == last_day
        clock.shift(timedelta(hours=1))
        deliver()
        mailing.refresh_from_db()
        assert mailing.finished_at == mailing.deliveries.get().settled_at == timezone.now()


def test_what_an_event_said_in_other_words_does_not_stop_an_issue(event: Event):
    SubscriberFactory()
    mailing = approved_mailing(draft_issue(event))
    event.page.summary = "Anders gezegd."
    event.page.save_revision().publish()

    deliver()

    assert (mailing.stale_events(), len(mail.outbox)) == ([], 1)


def test_an_editor_stops_it_by_hand():
    SubscriberFactory()
    mailing = approved_mailing()

    sending.hold(mailing, user=UserFactory())
    deliver()

    assert mail.outbox == []


def test_an_issue_is_a_reason_to_keep_the_address():
    reader = SubscriberFactory(delete_after=timezone.localdate())
    approved_mailing()

    reader.refresh_from_db()
    assert reader.delete_after == timezone.localdate() + subscriptions.SUBSCRIBERS_KEPT


def test_who_got_it_is_forgotten_in_time_and_the_figures_stay():
    SubscriberFactory.create_batch(2)
    mailing = approved_mailing()
    deliver()

    erase_expired(timezone.localdate() + subscriptions.SUBSCRIBERS_KEPT + timedelta(days=1))

    assert not Delivery.objects.exclude(subscriber=None).exists()
    assert mailing.figures()["sent"] == 2


def test_a_test_goes_to_one_address_with_dead_personal_links(django_capture_on_commit_callbacks):
    SubscriberFactory()
    issue = draft_issue(title_en="News")

    with django_capture_on_commit_callbacks(execute=True):
        send_test(issue, to="editor@example.org", language="en")

    [message] = mail.outbox
    assert (message.subject, message.to) == ("[TEST] News", ["editor@example.org"])
    assert re.search(r"/unsubscribe/test/", message.body)
    assert Delivery.objects.count() == 0


def test_approving_and_preparing_for_440_readers_takes_as_many_queries_as_for_one(
    django_assert_max_num_queries,
):
    SubscriberFactory.create_batch(440)
    issue = draft_issue()
    fingerprint = freeze(issue).fingerprint
    user = UserFactory()

    with django_assert_max_num_queries(64):
        mailing = approving.approve(issue, user=user, fingerprint=fingerprint)
    with django_assert_max_num_queries(16):
        sending.prepare(mailing.pk)

    assert Delivery.objects.count() == 440


def test_sending_to_440_readers_takes_two_updates_and_two_looks_per_handful(django_assert_max_num_queries):
    SubscriberFactory.create_batch(440)
    approved_mailing()
    sending.advance_mailings()
    handfuls, batches = 440 // delivery.HANDFUL, 440 // delivery.BATCH + 2

    # A savepoint around them in this test; a commit otherwise. Mail to one person is asked for first.
    with django_assert_max_num_queries(handfuls * 6 + batches * 11 + 10):
        delivery.send_due(seconds=600)

    assert Delivery.objects.filter(state=State.SENT).count() == 440
    assert len({message.to[0] for message in mail.outbox}) == 440


def test_the_next_readers_of_thousands_are_found_without_sorting_them():
    Subscriber.objects.bulk_create(SubscriberFactory.build_batch(3000))
    approved_mailing()
    sending.advance_mailings()

    plan = Delivery.objects.next_due(timezone.now())[: delivery.BATCH].explain()

    assert (
        re.search("INDEX newsletter_delivery_due", plan, re.IGNORECASE)
        or "newsletter_delivery_due on" in plan
    )
    assert not re.search("Sort|TEMP B-TREE", plan), plan


def test_an_address_the_server_refuses_does_not_keep_the_mailing_open():
    SubscriberFactory(email="bad@münchen.example")
    mailing = approved_mailing()

    with time_machine.travel(timezone.now()):
        deliver()

    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENT
