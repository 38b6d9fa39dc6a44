"""What each lock of the newsletter is for: two at once, and what would become of it without."""

from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError

from kennisstad.accounts.models import User
from newsletter import approving, sending
from newsletter.models import Consent, IssuePage, Mailing, Subscriber
from newsletter.rendering import freeze
from newsletter.subscriptions import ConsentGone, confirm, request_consent, unsubscribe
from tests.factories.accounts import UserFactory
from tests.factories.newsletter import SubscriberFactory, draft_issue
from tests.races import result_in_own_connection, while_transaction_open, without_row_locks

pytestmark = [
    pytest.mark.touches_engine,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("without_mail_worker"),
]


@pytest.fixture
def question() -> Consent:
    return request_consent(SubscriberFactory(), language="nl", source_page="/nieuwsbrief/")


def test_who_leaves_is_not_brought_back_by_a_click_of_the_same_moment(question: Consent, database: None):
    leave = partial(unsubscribe, question.subscriber_id)

    with pytest.raises(ConsentGone):
        while_transaction_open(leave, partial(confirm, question.pk))

    assert result_in_own_connection(Subscriber.objects.get).state == "unsubscribed"


@pytest.mark.locks_rows
def test_without_the_lock_that_click_would_break(question: Consent, database: None):
    leave = partial(unsubscribe, question.subscriber_id)

    with without_row_locks(Subscriber), pytest.raises(DatabaseError, match="did not affect any rows"):
        while_transaction_open(leave, partial(confirm, question.pk))


def test_who_confirms_and_leaves_at_once_has_left(question: Consent, database: None):
    while_transaction_open(partial(confirm, question.pk), partial(unsubscribe, question.subscriber_id))

    assert result_in_own_connection(Subscriber.objects.get).state == "unsubscribed"


@pytest.fixture
def issue() -> IssuePage:
    SubscriberFactory()
    UserFactory(email="redactie@example.org")
    return draft_issue()


def approve(issue: IssuePage, fingerprint: str) -> str:
    try:
        approving.approve(issue, user=User.objects.get(email="redactie@example.org"), fingerprint=fingerprint)
    except sending.MailingRefused as refusal:
        return refusal.code
    return "approved"


def test_an_issue_is_approved_once(issue: IssuePage, database: None):
    press = partial(approve, issue, freeze(issue.get_latest_revision_as_object()).fingerprint)

    assert while_transaction_open(press, press) == "already_approved"
    assert result_in_own_connection(Mailing.objects.count) == 1


@pytest.mark.locks_rows
def test_without_the_lock_the_second_press_would_break(issue: IssuePage, database: None):
    press = partial(approve, issue, freeze(issue.get_latest_revision_as_object()).fingerprint)

    with without_row_locks(IssuePage), pytest.raises(IntegrityError):
        while_transaction_open(press, press)
