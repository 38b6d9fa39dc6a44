"""Editors decide about tickets of which nobody knows whether they arrived."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from kennisstad.accounts import partners
from kennisstad.accounts.models import User
from kennisstad.audit.models import AuditEntry
from kennisstad.desk.todo import tasks_for
from kennisstad.mail import pace
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outbox import queue_mail
from kennisstad.mail.outgoing import State
from registrations.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.events import organiser_page
from tests.factories.registrations import make_registration, open_event

pytestmark = pytest.mark.django_db

TICKET = {
    "subject": "Je ticket",
    "text": "…",
    "html": "…",
    "language": "nl",
    "delete_after": date(2100, 1, 1),
}


@pytest.fixture
def editor() -> User:
    user = UserFactory()
    partners.join_editors(user)
    return user


@pytest.fixture
def editor_client(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def mail(state: State, to: str = "anna@example.org") -> OutgoingMail:
    row = queue_mail(key=f"ticket:{to}", to=to, **TICKET)
    OutgoingMail.objects.filter(pk=row.pk).update(state=state, error="<b>550</b> No such user")
    return row


def test_only_what_asks_for_a_decision_is_listed(editor_client: Client):
    mail(State.DOUBT)
    mail(State.FAILED, "bea@example.org")
    mail(State.SENT, "cas@example.org")

    page = editor_client.get("/cms/mail/").text

    assert [name for name in ("anna", "bea", "cas") if f"{name}@example.org" in page] == ["anna", "bea"]
    assert "&lt;b&gt;550&lt;/b&gt; No such user" in page


def test_when_all_has_arrived_it_says_so(editor_client: Client):
    mail(State.SENT)

    assert 'class="ks-empty"' in editor_client.get("/cms/mail/").text


@pytest.mark.parametrize(("rule", "state"), [("again", State.QUEUED), ("rest", State.WITHDRAWN)])
def test_a_person_decides_once(editor_client: Client, rule: str, state: State):
    row = mail(State.DOUBT)

    assert editor_client.post(f"/cms/mail/mail/{row.pk}/{rule}/").status_code == 302
    assert editor_client.post(f"/cms/mail/mail/{row.pk}/{rule}/").status_code == 404

    row.refresh_from_db()
    assert row.state == state
    assert AuditEntry.objects.filter(action=f"mail.{rule}").count() == 1


@pytest.mark.parametrize(("rule", "state"), [("again", State.QUEUED), ("rest", State.WITHDRAWN)])
def test_a_person_decides_about_all_with_one_click(editor_client: Client, rule: str, state: State):
    for number in range(120):
        mail(State.FAILED, f"reader{number}@example.org")
    sent = mail(State.SENT)
    assert f'action="/cms/mail/{rule}/"' in editor_client.get("/cms/mail/").text

    assert editor_client.get(f"/cms/mail/{rule}/").status_code == 405
    assert editor_client.post(f"/cms/mail/{rule}/").status_code == 302

    assert OutgoingMail.objects.filter(state=state).count() == 120
    assert OutgoingMail.objects.get(pk=sent.pk).state == State.SENT
    assert AuditEntry.objects.get(action=f"mail.{rule}_all").details == {"number": 120}


@pytest.mark.parametrize("rule", ["again", "rest"])
def test_who_is_no_editor_decides_about_no_mail(client: Client, rule: str):
    row, organiser = mail(State.FAILED), UserFactory()
    partners.join(organiser, organiser_page().organisation)
    client.force_login(organiser)

    assert client.post(f"/cms/mail/{rule}/").status_code == 404

    row.refresh_from_db()
    assert row.state == State.FAILED


def test_what_a_person_sends_again_may_be_put_off_as_often_as_the_first_time(editor_client: Client):
    row = mail(State.FAILED)
    OutgoingMail.objects.update(tries=7)

    editor_client.post(f"/cms/mail/mail/{row.pk}/again/")

    row.refresh_from_db()
    assert row.tries == 0


def test_the_page_says_that_an_administrator_has_switched_sending_off(editor_client: Client):
    pace.switch_off("Stop.")

    page = editor_client.get("/cms/mail/").text

    assert "Het versturen staat uit" in page
    assert "gaat vanzelf" not in page


def test_the_page_says_that_the_mail_server_takes_nothing(editor_client: Client):
    pace.rest(pace.MAIL_SERVER, "554 <i>sender</i> denied")

    assert "554 &lt;i&gt;sender&lt;/i&gt; denied" in editor_client.get("/cms/mail/").text


def test_looking_at_the_address_of_a_decision_decides_nothing(editor_client: Client):
    row = mail(State.DOUBT)

    assert editor_client.get(f"/cms/mail/mail/{row.pk}/again/").status_code == 405
    row.refresh_from_db()
    assert row.state == State.DOUBT


def test_the_home_of_editors_asks_for_it(editor: User):
    mail(State.DOUBT)
    mail(State.FAILED, "bea@example.org")

    with translation.override("en"):
        (task,) = tasks_for(editor, [], [], [])
        others = tasks_for(UserFactory(), [], [], [])

    assert (task.title, task.action, task.url) == ("2 mails", "Decide", "/cms/mail/")
    assert others == []


@pytest.mark.parametrize(("rule", "state"), [("again", State.QUEUED), ("rest", State.WITHDRAWN)])
def test_a_mail_about_a_change_is_decided_about_too(editor_client: Client, rule: str, state: State):
    guest = make_registration(open_event(title="Sterren"))
    row = Message.objects.create(
        registration=guest, since=0, version=1, raw=b"x", state=State.DOUBT, delete_after=guest.delete_after
    )
    assert f"{guest.email}<br>Sterren" in editor_client.get("/cms/mail/").text

    assert editor_client.post(f"/cms/mail/change/{row.pk}/{rule}/").status_code == 302
    assert editor_client.post(f"/cms/mail/nonsense/{row.pk}/{rule}/").status_code == 404

    row.refresh_from_db()
    assert row.state == state
