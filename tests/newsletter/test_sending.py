import re
from collections.abc import Callable
from datetime import timedelta

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
from newsletter.models import Delivery, Mailing, Subscriber
from newsletter.models.mailings import DeliveryQuerySet
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
    code = "in_doubt" if state == "doubt" else "not_now"
    assert (refusal.value.code, issue.live, Delivery.objects.count()) == (code, True, 2)


@pytest.mark.parametrize("decide", [DeliveryQuerySet.send_again, DeliveryQuerySet.discard])
def test_what_may_have_arrived_is_not_taken_back_whatever_was_decided_about_it(
    client: Client, decide: Callable[[DeliveryQuerySet], int]
):
    """Its reader would get the mended issue as well."""
    SubscriberFactory()
    mailing = approved_mailing()
    mailing.deliveries.update(state="doubt", attempts=1)
    assert decide(mailing.deliveries.all()) == 1
    mailing.deliveries.update(state="queued")
    sending.hold(mailing, user=UserFactory())
    client.force_login(editor())

    take_back = reverse("newsletter_admin:take-back", args=[mailing.issue_id])

    page = client.post(take_back, follow=True)

    assert Mailing.objects.filter(pk=mailing.pk).exists()
    assert "misschien heeft iemand" in page.text
    assert take_back not in page.text


def test_what_was_refused_for_certain_and_goes_again_can_be_taken_back():
    SubscriberFactory()
    mailing = approved_mailing()
    mailing.deliveries.update(state="failed", attempts=1)
    mailing.deliveries.all().send_again()
    sending.hold(mailing, user=UserFactory())

    assert sending.revert_to_draft(mailing, user=UserFactory()) == mailing.issue


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


def test_sending_to_440_readers_takes_two_updates_and_three_looks_per_handful(django_assert_max_num_queries):
    SubscriberFactory.create_batch(440)
    approved_mailing()
    sending.advance_mailings()
    handfuls, batches = 440 // delivery.HANDFUL, 440 // delivery.BATCH + 2

    # A savepoint around them in this test; a commit otherwise. Mail to one person is asked for first.
    with django_assert_max_num_queries(handfuls * 7 + batches * 11 + 10):
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
