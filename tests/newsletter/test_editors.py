import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kennisstad.accounts.models import User
from kennisstad.accounts.partners import join, join_editors
from kennisstad.mail import delivery
from kennisstad.mail.outgoing import State
from newsletter import sending
from newsletter.models import Delivery, IssuePage, Mailing
from tests.factories.accounts import UserFactory
from tests.factories.events import organiser_page, published_event
from tests.factories.newsletter import (
    SubscriberFactory,
    approved_mailing,
    draft_issue,
    newsletter_page,
)
from tests.factories.registrations import make_registration, open_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    user = UserFactory(email="redactie@example.org")
    join_editors(user)
    return user


@pytest.fixture
def editor_client(client: Client, editor: User) -> Client:
    """The browser of somebody who is signed in as an editor."""
    client.force_login(editor)
    return client


@pytest.fixture
def issue() -> IssuePage:
    SubscriberFactory.create_batch(2)
    return draft_issue(published_event())


def fingerprint_on(page: str) -> str:
    return re.search(r'name="fingerprint" value="(\w{64})"', page)[1]


PAGES = ["", "{issue}/", "{issue}/goedkeuren/", "{issue}/voorbeeld/mail-nl/"]
ACTIONS = [
    "samenstellen/",
    "{issue}/proef/",
    "{issue}/versturen/",
    "{issue}/hold/",
    "{issue}/resume/",
    "{issue}/take-back/",
    "{issue}/brieven/again/",
    "{issue}/brieven/rest/",
]


@pytest.mark.parametrize("address", PAGES + ACTIONS)
def test_only_editors_find_the_newsletter(client: Client, issue: IssuePage, address: str):
    organiser = UserFactory()
    join(organiser, organiser_page().organisation)
    path = f"/cms/nieuwsbrief/{address.format(issue=issue.pk)}"

    assert client.get(path)["Location"].startswith("/account/login/")
    client.force_login(organiser)
    for method in (client.get, client.post):
        assert method(path).status_code == 404
    assert Mailing.objects.count() == 0
    assert "nieuwsbrief/" not in client.get("/cms/help/").text


@pytest.mark.parametrize("address", PAGES)
def test_an_editor_sees_every_page(editor_client: Client, issue: IssuePage, address: str):
    assert editor_client.get(f"/cms/nieuwsbrief/{address.format(issue=issue.pk)}").status_code == 200


@pytest.mark.parametrize("address", ACTIONS)
def test_looking_changes_nothing(editor_client: Client, issue: IssuePage, address: str):
    assert editor_client.get(f"/cms/nieuwsbrief/{address.format(issue=issue.pk)}").status_code == 405


@pytest.mark.parametrize("address", ["999999/", "{issue}/voorbeeld/x/", "{issue}/1/again/", "{issue}/hold/"])
def test_what_is_not_there_is_not_found(editor_client: Client, issue: IssuePage, address: str):
    path = f"/cms/nieuwsbrief/{address.format(issue=issue.pk)}"

    assert editor_client.post(path).status_code in {404, 405}


def test_an_editor_approves_what_is_on_the_page(editor_client: Client, issue: IssuePage, editor: User):
    page = editor_client.get(f"/cms/nieuwsbrief/{issue.pk}/goedkeuren/").text

    response = editor_client.post(
        f"/cms/nieuwsbrief/{issue.pk}/versturen/", {"fingerprint": fingerprint_on(page)}
    )

    mailing = Mailing.objects.get()
    assert response["Location"] == f"/cms/nieuwsbrief/{issue.pk}/"
    sending.prepare(mailing.pk)
    assert (mailing.approved_by, mailing.deliveries.count()) == (editor, 2)
    assert editor_client.get(f"/cms/nieuwsbrief/{issue.pk}/goedkeuren/")["Location"] == response["Location"]
    assert editor_client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("fingerprint", ["", "x", "0" * 64, "é" * 10_000])
def test_what_the_editor_did_not_see_is_not_sent(editor_client: Client, issue: IssuePage, fingerprint: str):
    response = editor_client.post(
        f"/cms/nieuwsbrief/{issue.pk}/versturen/", {"fingerprint": fingerprint}, follow=True
    )

    assert Mailing.objects.count() == 0
    assert [str(message.level_tag) for message in response.context["messages"]] == ["error"]


def test_doubts_are_shown_before_approval(editor_client: Client):
    SubscriberFactory(language="en")
    issue = draft_issue(published_event(status="cancelled", title="Lente"), published_event(is_example=True))

    page = editor_client.get(f"/cms/nieuwsbrief/{issue.pk}/goedkeuren/")

    assert len(page.context["warnings"]) == 3


def test_full_events_are_shown_before_approval(editor_client: Client):
    full, free = open_event(title="Vol huis", capacity=1), open_event(title="Ruim huis", capacity=2)
    for event in (full, free):
        make_registration(event)

    page = editor_client.get(f"/cms/nieuwsbrief/{draft_issue(full, free).pk}/goedkeuren/").text

    assert "“Vol huis” is vol." in page
    assert "“Ruim huis” is vol." not in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_test_goes_to_the_editors_own_address(
    editor_client: Client, issue: IssuePage, language: str, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(
            f"/cms/nieuwsbrief/{issue.pk}/proef/", {"language": language, "to": "other@example.org"}
        )

    assert [message.to for message in mail.outbox] == [["redactie@example.org"]]
    assert editor_client.post(f"/cms/nieuwsbrief/{issue.pk}/proef/", {"language": "xx"}).status_code == 404


def test_an_editor_stops_and_goes_on(editor_client: Client, issue: IssuePage):
    mailing = approved_mailing(issue)

    editor_client.post(f"/cms/nieuwsbrief/{issue.pk}/hold/")
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.HELD
    assert editor_client.get(f"/cms/nieuwsbrief/{issue.pk}/").status_code == 200

    editor_client.post(f"/cms/nieuwsbrief/{issue.pk}/resume/")
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENDING

    editor_client.post(f"/cms/nieuwsbrief/{issue.pk}/hold/")
    editor_client.post(f"/cms/nieuwsbrief/{issue.pk}/take-back/")
    assert Mailing.objects.count() == 0


@pytest.mark.parametrize(("rule", "state"), [("again", State.QUEUED), ("rest", State.WITHDRAWN)])
def test_a_person_settles_what_is_in_doubt(editor_client: Client, issue: IssuePage, rule: str, state: State):
    approved_mailing(issue)
    sending.advance_mailings()
    row = Delivery.objects.first()
    Delivery.objects.filter(pk=row.pk).update(state=State.DOUBT)

    assert row.subscriber.email in editor_client.get(f"/cms/nieuwsbrief/{issue.pk}/").text
    editor_client.post(f"/cms/nieuwsbrief/{issue.pk}/{row.pk}/{rule}/")

    row.refresh_from_db()
    assert row.state == state
    assert editor_client.post(f"/cms/nieuwsbrief/{issue.pk}/{row.pk}/{rule}/").status_code == 404


@pytest.mark.parametrize(("rule", "state"), [("again", State.QUEUED), ("rest", State.WITHDRAWN)])
def test_a_person_settles_all_that_is_in_doubt(
    editor_client: Client, issue: IssuePage, rule: str, state: State
):
    SubscriberFactory.create_batch(2)
    approved_mailing(issue)
    sending.advance_mailings()
    in_doubt = list(Delivery.objects.values_list("pk", flat=True)[:2])
    Delivery.objects.filter(pk__in=in_doubt).update(state=State.DOUBT)
    Delivery.objects.exclude(pk__in=in_doubt).update(state=State.SENT)

    assert f"/brieven/{rule}/" in editor_client.get(f"/cms/nieuwsbrief/{issue.pk}/").text
    editor_client.post(f"/cms/nieuwsbrief/{issue.pk}/brieven/{rule}/")

    assert set(Delivery.objects.filter(state=state).values_list("pk", flat=True)) == set(in_doubt)


def test_assembling_by_hand_leads_to_the_draft(editor_client: Client):
    now = timezone.now()
    newsletter_page(first_issue_on=now.date())
    published_event(starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=2, hours=1))

    first = editor_client.post("/cms/nieuwsbrief/samenstellen/")
    second = editor_client.post("/cms/nieuwsbrief/samenstellen/")

    assert first["Location"] == f"/cms/nieuwsbrief/{IssuePage.objects.get().pk}/"
    assert second["Location"] == "/cms/nieuwsbrief/"


def test_it_is_sent_as_soon_as_no_letter_waits(editor_client: Client, issue: IssuePage):
    mailing = approved_mailing(issue)
    sending.advance_mailings()
    pages = ("/cms/nieuwsbrief/", f"/cms/nieuwsbrief/{issue.pk}/")
    stop = f"/cms/nieuwsbrief/{issue.pk}/hold/"
    for path in pages:
        assert '<span class="ks-status">Wordt verstuurd' in editor_client.get(path).text
    assert stop in editor_client.get(pages[1]).text

    delivery.send_due()

    for path in pages:
        assert '<span class="ks-status">Verstuurd' in editor_client.get(path).text
    assert stop not in editor_client.get(pages[1]).text
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.SENDING


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_one_issue_as_for_three(
    editor_client: Client, count: int, django_assert_num_queries
):
    SubscriberFactory()
    for _time in range(count):
        approved_mailing()
    sending.advance_mailings()
    editor_client.get("/cms/nieuwsbrief/")

    with django_assert_num_queries(15):
        editor_client.get("/cms/nieuwsbrief/")


def test_in_wagtails_editor_approving_takes_the_place_of_publishing(editor_client: Client, issue: IssuePage):
    page = editor_client.get(f"/cms/pages/{issue.pk}/edit/").text

    assert f'href="/cms/nieuwsbrief/{issue.pk}/"' in page
    assert 'name="action-publish"' not in page


@pytest.mark.parametrize("mode", ["mail-nl", "mail-en", "text-nl", "text-en", "page"])
def test_an_issue_has_a_preview_in_every_form(editor_client: Client, issue: IssuePage, mode: str):
    response = editor_client.get(f"/cms/nieuwsbrief/{issue.pk}/voorbeeld/{mode}/")

    assert response.status_code == 200
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "Sterren boven de stad" in response.text


def test_links_in_the_letter_to_approve_open_beside_it(editor_client: Client, issue: IssuePage):
    approval = editor_client.get(f"/cms/nieuwsbrief/{issue.pk}/goedkeuren/").text
    letter = editor_client.get(f"/cms/nieuwsbrief/{issue.pk}/voorbeeld/mail-nl/").text

    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in approval
    assert '<base target="_blank">' in letter


def test_an_editor_chooses_from_public_events(editor_client: Client):
    published_event(title="Openbaar")
    published_event(title="Ingetrokken").page.unpublish()

    page = editor_client.get("/cms/newsletter_events/").text

    assert "Openbaar" in page
    assert "Ingetrokken" not in page


def public_issues() -> int:
    return IssuePage.objects.live().count()


def edited(issue: IssuePage, **fields: str) -> dict[str, str]:
    body = {"body-count": "0"}
    return {"title": "Nieuws", "slug": issue.slug, "action-publish": "1"} | body | fields


def copied(issue: IssuePage, **fields: str) -> dict[str, object]:
    parent = issue.get_parent().pk
    return {
        "new_title": "Kopie",
        "new_slug": "kopie",
        "new_parent_page": parent,
        "publish_copies": "on",
    } | fields


ROADS = {
    "bulk": lambda issue: (f"/cms/bulk/wagtailcore/page/publish/?id={issue.pk}", {}),
    "bulk from above": lambda issue: (
        f"/cms/bulk/wagtailcore/page/publish/?id={issue.get_parent().pk}",
        {"include_descendants": "on"},
    ),
    "editor": lambda issue: (f"/cms/pages/{issue.pk}/edit/", edited(issue)),
    "later": lambda issue: (
        f"/cms/pages/{issue.pk}/edit/",
        edited(issue, go_live_at=f"{timezone.now() + timedelta(days=1):%Y-%m-%d %H:%M}"),
    ),
    "new": lambda issue: (
        f"/cms/pages/add/newsletter/issuepage/{issue.get_parent().pk}/",
        edited(issue, slug="nieuw"),
    ),
    "alias": lambda issue: (f"/cms/pages/{issue.pk}/copy/", copied(issue, alias="on")),
}


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("is_superuser", [False, True])
def test_only_approval_publishes_an_issue(
    editor_client: Client, editor: User, issue: IssuePage, road: str, is_superuser: bool
):
    editor.is_superuser = is_superuser
    editor.save()
    address, answers = ROADS[road](issue)

    assert editor_client.post(address, answers).status_code in {200, 302}

    assert public_issues() == 0
    assert not issue.revisions.exclude(approved_go_live_at=None).exists()


@pytest.mark.parametrize("published", [{}, {"publish_copies": ""}])
def test_neither_does_copying_one_that_went_out(
    editor_client: Client, issue: IssuePage, published: dict[str, str]
):
    approved_mailing(issue)

    editor_client.post(f"/cms/pages/{issue.pk}/copy/", copied(issue, **published))
    for copy in IssuePage.objects.exclude(pk=issue.pk):
        editor_client.post(f"/cms/bulk/wagtailcore/page/publish/?id={copy.pk}")

    assert public_issues() == 1
    assert IssuePage.objects.count() == (1 if not published else 2)


def test_an_issue_that_went_out_is_corrected_in_the_archive(editor_client: Client, issue: IssuePage):
    approved_mailing(issue)

    editor_client.post(f"/cms/pages/{issue.pk}/edit/", edited(issue, title="Zonder spelfout"))

    assert IssuePage.objects.live().get().title == "Zonder spelfout"


def test_it_returns_to_the_archive_after_being_withdrawn(editor_client: Client, issue: IssuePage):
    approved_mailing(issue)
    editor_client.post(f"/cms/pages/{issue.pk}/unpublish/")
    assert public_issues() == 0

    editor_client.post(f"/cms/bulk/wagtailcore/page/publish/?id={issue.pk}")

    assert public_issues() == 1
