import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from kennisstad.mail.links import sign
from kennisstad.mail.outgoing import State
from kennisstad.privacy.retention import erase_expired
from newsletter import consent, links, subscriptions
from newsletter.models import Consent, Subscriber
from tests.factories.newsletter import SubscriberFactory, approved_mailing, newsletter_page, published_issue

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

FORM = {"email": "Anna@Example.org", "language": "nl", "leave_empty": ""}


@pytest.fixture
def post(client: Client, django_capture_on_commit_callbacks):
    """Post, and let what was committed be sent."""

    def post(path: str, data: dict[str, str], **headers: str):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, data, headers=headers)

    return post


def link(kind: str) -> str:
    """The path of the link in the last mail."""
    return re.search(rf"http://127\.0\.0\.1:8000(/\S*{kind}/\S+/)", mail.outbox[-1].body)[1]


def test_subscribing_takes_a_form_a_mail_and_a_click(client: Client, post):
    newsletter_page()

    assert client.get("/nieuwsbrief/").status_code == 200
    assert "Bijna klaar" in post("/nieuwsbrief/", FORM).text
    confirm = link("bevestigen")
    response = post(confirm, {})
    assert (response.status_code, response["Location"]) == (302, confirm)

    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.language, subscriber.state) == (
        "Anna@Example.org",
        "nl",
        "confirmed",
    )


def test_in_english_everything_is_english(client: Client, post):
    response = post("/en/newsletter/", FORM | {"language": "en"})

    assert "Almost there" in response.text
    assert mail.outbox[-1].subject == "Confirm your subscription to the newsletter"
    assert client.get(link("newsletter/confirm")).status_code == 200


def test_the_proof_of_consent_holds_what_was_read_and_when(post):
    post("/nieuwsbrief/", FORM)
    asked = Consent.objects.get()
    assert (asked.text, asked.version) == (consent.consent_text("nl"), consent.VERSION)
    assert (asked.language, asked.source_page, asked.method) == ("nl", "/nieuwsbrief/", "form")
    assert (asked.confirmed_at, asked.withdrawn_at) == (None, None)

    post(link("bevestigen"), {})
    asked.refresh_from_db()
    assert asked.asked_at <= asked.confirmed_at <= timezone.now()

    subscriptions.unsubscribe(asked.subscriber_id)
    asked.refresh_from_db()
    assert asked.confirmed_at <= asked.withdrawn_at


def test_following_the_link_as_a_scanner_does_confirms_nothing(client: Client, post):
    post("/nieuwsbrief/", FORM)

    for method in (client.get, client.head):
        assert method(link("bevestigen")).status_code == 200

    assert Subscriber.objects.get().state == "pending"


def test_a_slip_of_the_pen_shows(client: Client, post):
    response = post("/nieuwsbrief/", FORM | {"email": "Anna@exmaple.org"})

    assert "<strong>Anna@exmaple.org</strong>" in response.text
    assert '<a href="/nieuwsbrief/">Vul het opnieuw in</a>' in response.text
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies


def test_the_answer_is_the_same_for_an_address_that_is_known(client: Client, post):
    SubscriberFactory(email="anna@example.org")

    known = post("/nieuwsbrief/", FORM).text

    assert Subscriber.objects.get().state == "confirmed"
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    assert client.get(link("voorkeuren")).status_code == 200
    unknown = post("/nieuwsbrief/", FORM | {"email": "bob@example.org"}).text
    assert known.replace(FORM["email"], "bob@example.org") == unknown


def test_nobody_can_fill_a_mailbox_by_asking_again_and_again(post):
    with time_machine.travel("2026-12-01T10:00Z", tick=False):
        for _time in range(3):
            post("/nieuwsbrief/", FORM)

    assert len(mail.outbox) == 1
    assert Consent.objects.count() == 1


def test_asking_again_after_an_hour_brings_a_new_mail_with_the_same_effect(post):
    for hour in ("10", "11"):
        with time_machine.travel(f"2026-12-01T{hour}:30Z", tick=False):
            post("/nieuwsbrief/", FORM)

    with time_machine.travel("2026-12-02T10:00Z", tick=False):
        assert len(mail.outbox) == 2
        post(link("bevestigen"), {})
        assert Subscriber.objects.get().state == "confirmed"


def test_an_old_link_does_not_bring_back_who_has_left(client: Client, post):
    post("/nieuwsbrief/", FORM)
    post(link("bevestigen"), {})
    subscriptions.unsubscribe(Subscriber.objects.get().pk)

    assert post(link("bevestigen"), {}).status_code == 302
    assert client.get(link("bevestigen")).status_code == 200

    assert Subscriber.objects.get().state == "unsubscribed"


def test_who_has_left_can_come_back(post):
    SubscriberFactory(email="anna@example.org", state="unsubscribed", unsubscribed_at=timezone.now())

    post("/nieuwsbrief/", FORM)
    post(link("bevestigen"), {})

    subscriber = Subscriber.objects.get()
    assert (subscriber.state, subscriber.unsubscribed_at) == ("confirmed", None)


def test_who_leaves_by_mistake_can_come_back_at_once(post):
    for _time in range(2):
        post("/nieuwsbrief/", FORM)
        post(link("bevestigen"), {})
        subscriber = Subscriber.objects.get()
        assert subscriber.state == "confirmed"
        post(f"/nieuwsbrief/afmelden/{links.subscriber_token(subscriber)}/", {})

    assert len(mail.outbox) == 2


def test_who_asks_again_in_another_language_is_answered_in_it(post):
    post("/en/newsletter/", FORM | {"language": "en"})
    post("/nieuwsbrief/", FORM)

    assert [message.subject for message in mail.outbox] == [
        "Confirm your subscription to the newsletter",
        "Bevestig je aanmelding voor de nieuwsbrief",
    ]


@pytest.mark.parametrize(
    ("address", "language"), [("/nieuwsbrief/afmelden/", "nl"), ("/en/newsletter/unsubscribe/", "en")]
)
def test_one_click_of_a_mail_program_unsubscribes(address: str, language: str):
    subscriber = SubscriberFactory(language=language)
    program = Client(enforce_csrf_checks=True)
    path = f"{address}{links.subscriber_token(subscriber)}/"

    for _time in range(2):
        response = program.post(
            path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert (response.status_code, dict(response.cookies)) == (200, {})

    subscriber.refresh_from_db()
    assert subscriber.state == "unsubscribed"


def test_looking_at_the_unsubscribe_page_changes_nothing_and_sets_no_cookie(client: Client):
    subscriber = SubscriberFactory()

    response = client.get(f"/nieuwsbrief/afmelden/{links.subscriber_token(subscriber)}/")

    assert (response.status_code, dict(response.cookies)) == (200, {})
    subscriber.refresh_from_db()
    assert subscriber.state == "confirmed"


def test_unsubscribing_somebody_who_was_erased_is_fine(client: Client):
    subscriber = SubscriberFactory()
    path = f"/nieuwsbrief/afmelden/{links.subscriber_token(subscriber)}/"
    subscriber.delete()

    assert client.post(path).status_code == 200


def test_unsubscribing_withdraws_what_is_on_its_way():
    subscriber = SubscriberFactory()
    delivery = approved_mailing().deliveries.get()

    subscriptions.unsubscribe(subscriber.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.WITHDRAWN


def test_the_preferences_show_the_proof_and_change_the_language(client: Client, post):
    post("/nieuwsbrief/", FORM)
    post(link("bevestigen"), {})
    path = f"/nieuwsbrief/voorkeuren/{links.subscriber_token(Subscriber.objects.get())}/"

    assert consent.consent_text("nl") in unescape(client.get(path).content.decode())
    assert post(path, {"language": "en"})["Location"] == f"{path}?saved"
    assert client.get(f"{path}?saved").status_code == 200
    assert Subscriber.objects.get().language == "en"
    assert post(path, {"language": "fy"}).status_code == 400
    assert Subscriber.objects.get().language == "en"


def test_the_preferences_of_who_has_left_offer_nothing_more(client: Client):
    subscriber = SubscriberFactory(state="unsubscribed")

    response = client.get(f"/nieuwsbrief/voorkeuren/{links.subscriber_token(subscriber)}/")

    assert response.status_code == 200
    assert b"<form" not in response.content


@pytest.mark.parametrize("page", ["bevestigen", "afmelden", "voorkeuren"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "token", ["x", "a.b.c", "READERS-OWN-TOKEN", "test", "%00", "é" * 10, "a" * 400, "a" * 401]
)
def test_a_link_that_was_tampered_with_changes_nothing(client: Client, page: str, method: str, token: str):
    SubscriberFactory()

    response = getattr(client, method)(f"/nieuwsbrief/{page}/{token}/")

    assert response.status_code == 404
    assert Subscriber.objects.get().state == "confirmed"


def test_a_link_is_good_for_one_purpose(client: Client):
    subscriber = SubscriberFactory()
    good = links.subscriber_token(subscriber)

    assert client.get(f"/nieuwsbrief/bevestigen/{good}/").status_code == 404
    assert (
        client.post(f"/nieuwsbrief/afmelden/{good[:-1]}{'A' if good[-1] != 'A' else 'B'}/").status_code == 404
    )
    assert client.get(f"/nieuwsbrief/afmelden/{sign(links.SUBSCRIBER, 'no-uuid')}/").status_code == 404
    subscriber.refresh_from_db()
    assert subscriber.state == "confirmed"


def test_a_link_to_confirm_ends_after_a_week(client: Client, post):
    post("/nieuwsbrief/", FORM)

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert post(link("bevestigen"), {}).status_code == 404

    assert Subscriber.objects.get().state == "pending"


def test_a_link_to_leave_works_for_ever(client: Client):
    subscriber = SubscriberFactory()
    path = f"/nieuwsbrief/afmelden/{links.subscriber_token(subscriber)}/"

    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        assert client.post(path).status_code == 200

    subscriber.refresh_from_db()
    assert subscriber.state == "unsubscribed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "anna"},
        {"email": "a@b\r\nBcc: all@example.org"},
        {"email": "anna\x00@example.org"},
        {"email": "a" * 10_000 + "@example.org"},
        {"email": "anna@example.org, bob@example.org"},
        {"language": ""},
        {"language": "xx"},
        {"leave_empty": "http://spam.example"},
    ],
)
def test_a_wrong_form_is_refused_with_its_words_kept(client: Client, wrong: dict[str, str]):
    response = client.post("/nieuwsbrief/", FORM | wrong)

    assert response.status_code == 400
    assert 'id="error-summary"' in response.content.decode()
    assert Subscriber.objects.count() == 0


def test_an_empty_form_is_refused(client: Client):
    assert client.post("/nieuwsbrief/", {}).status_code == 400
    assert client.put("/nieuwsbrief/").status_code == 405


def test_a_visitor_with_too_many_requests_has_to_wait(client: Client, settings):
    settings.SIGN_UPS_PER_VISITOR = 3
    answers = [
        client.post("/nieuwsbrief/", FORM | {"email": f"a{n}@example.org"}).status_code for n in range(4)
    ]

    assert answers == [200] * 3 + [429]
    assert Subscriber.objects.count() == 3


def test_a_stranger_cannot_fill_somebodys_mailbox(client: Client):
    answers = [client.post("/nieuwsbrief/", FORM) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 12 * 3600
    assert FORM["email"] in answers[-1].text


def test_without_confirmation_the_address_is_erased_after_a_week(post):
    post("/nieuwsbrief/", FORM)
    today = timezone.localdate()

    erase_expired(today + timedelta(days=7))
    assert Subscriber.objects.count() == 1
    erase_expired(today + timedelta(days=8))
    assert (Subscriber.objects.count(), Consent.objects.count()) == (0, 0)


def test_who_has_left_is_erased_after_thirty_days_and_still_counted():
    subscriber = SubscriberFactory()
    mailing = approved_mailing()
    subscriptions.unsubscribe(subscriber.pk)

    erase_expired(timezone.localdate() + timedelta(days=31))

    assert Subscriber.objects.count() == 0
    assert mailing.figures()["withdrawn"] == 1


def test_the_archive_lists_what_went_out(client: Client, settings: Settings):
    issue = published_issue(title="Sterren", title_en="Stars")

    assert issue.url == f"/nieuwsbrief/archief/{issue.slug}/"
    for path, title in (("/nieuwsbrief/archief/", "Sterren"), ("/en/newsletter/archive/", "Stars")):
        assert title in client.get(path).content.decode()
        assert title in client.get(f"{path}{issue.slug}/").content.decode()
    assert client.get(f"/nieuwsbrief/{issue.slug}/")["Location"] == issue.url
    assert client.get("/en/nieuwsbrief/")["Location"] == "/en/newsletter/"


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=2", "page=x", "page=", "page=99999999999999999999"]
)
def test_a_page_of_the_archive_that_is_not_there_is_not_found(client: Client, query: str):
    published_issue()

    assert client.get(f"/nieuwsbrief/archief/?{query}").status_code == 404


def test_drafts_and_unknown_issues_are_not_found(client: Client):
    issue = published_issue()
    issue.unpublish()

    assert client.get(issue.url).status_code == 404
    assert client.get("/nieuwsbrief/archief/onbekend/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_archive_takes_the_same_queries_for_one_issue_as_for_three(
    client: Client, count: int, django_assert_num_queries
):
    for _time in range(count):
        published_issue()
    client.get("/nieuwsbrief/archief/")

    with django_assert_num_queries(2):
        assert client.get("/nieuwsbrief/archief/").status_code == 200
