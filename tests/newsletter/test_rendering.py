import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.documents.models import Document

from events.models import Event
from kennisstad.languages import in_language
from newsletter.links import subscriber_id_from_token
from newsletter.models import IssuePage
from newsletter.rendering import freeze
from newsletter.rich_text import as_plain_text, for_mail
from tests.factories.events import published_event
from tests.factories.newsletter import SubscriberFactory, approved_mailing, draft_issue
from tests.factories.registrations import make_registration, open_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return published_event(title="Sterren & planeten", title_en="Stars & planets", summary="Kijk omhoog.")


def test_each_language_has_its_own_texts(event: Event):
    issue = draft_issue(event, title_en="News 1")

    frozen = freeze(issue)

    assert (frozen.nl.subject, frozen.en.subject) == ("Nieuws 1", "News 1")
    assert "Sterren &amp; planeten" in frozen.nl.html
    assert "Sterren & planeten" in frozen.nl.text
    assert f"http://127.0.0.1:8000/{event.path}" in frozen.nl.text
    assert f"http://127.0.0.1:8000/en/{event.path}" in frozen.en.text
    assert '<span lang="nl">Kijk omhoog.</span>' in frozen.en.html


def test_what_an_editor_writes_instead_of_the_summary_wins(event: Event):
    issue = draft_issue(event)
    issue.body[1].value["mentions"][0]["line"] = "Neem een deken mee."

    rendered = issue.as_mail("nl")

    assert "Neem een deken mee." in rendered.text
    assert "Kijk omhoog." not in rendered.text


def test_an_event_without_english_is_marked_in_the_english_mail(event: Event):
    frozen = freeze(draft_issue(event, published_event(title="Alleen in het Nederlands")))

    assert "Alleen in het Nederlands (text in Dutch)" in frozen.en.text
    assert frozen.en.html.count(">text in Dutch<") == 1
    assert "Stars & planets\n" in frozen.en.text
    assert "in het Nederlands)" not in frozen.nl.text


def test_a_full_event_is_told_as_full(client: Client):
    full, free = open_event(title="Vol huis", capacity=1), open_event(title="Ruim huis", capacity=2)
    for event in (full, free):
        make_registration(event)
    issue = draft_issue(full, free)

    frozen = freeze(issue)
    issue.save_revision().publish()
    page = client.get(issue.url).content.decode()

    for text in (frozen.nl.text, frozen.nl.html, page):
        assert re.search(r"Vol huis.*?· Vol", text, re.DOTALL)
        assert text.count("· Vol") == 1
    assert frozen.en.text.count("· Full") == 1


def test_the_fingerprint_follows_every_letter(event: Event):
    issue = draft_issue(event)
    before = freeze(issue).fingerprint

    assert freeze(issue).fingerprint == before
    issue.introduction_en = "Hello"
    assert freeze(issue).fingerprint != before


def test_an_issue_that_goes_out_early_says_so(event: Event):
    today = timezone.localdate()
    issue = draft_issue(event, period_start=today + timedelta(days=2))

    with translation.override("nl"):
        assert date_format(today, "j F Y") in issue.as_mail("nl").html
    assert issue.day == today + timedelta(days=2)

    issue.save_revision().publish()
    issue.refresh_from_db()
    assert issue.day == today


def test_no_words_of_an_editor_are_taken_for_the_place_of_a_readers_token():
    SubscriberFactory()
    earlier = freeze(draft_issue())
    typed = f"READERS-OWN-TOKEN {earlier.gap} test"

    mailing = approved_mailing(draft_issue(introduction=typed))

    assert mailing.gap not in typed
    assert mailing.text.count(mailing.gap) == mailing.html.count(mailing.gap) == 2
    letter = message_from_bytes(mailing.deliveries.get().message().raw, policy=policy.default)
    assert typed in letter.get_body(("plain",)).get_content()


def test_what_an_editor_sees_holds_no_gap_and_no_readers_token():
    assert "/afmelden/test/" in draft_issue().as_mail("nl").html


def test_rendering_takes_as_many_queries_for_three_events_as_for_one(event: Event, django_assert_num_queries):
    many = draft_issue(event, published_event(), published_event())
    one = IssuePage.objects.get(pk=draft_issue(event).pk)
    many = IssuePage.objects.get(pk=many.pk)

    with django_assert_num_queries(6):
        one.as_mail("nl")
    with django_assert_num_queries(6):
        many.as_mail("nl")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_letter_says_in_bytes_what_was_frozen(event: Event, language: str):
    reader = SubscriberFactory(language=language)
    mailing = approved_mailing(draft_issue(event, title_en="News ✨"))
    delivery = mailing.deliveries.get(subscriber=reader)

    letter = message_from_bytes(delivery.message().raw, policy=policy.default)

    token = re.search(r"/(?:afmelden|unsubscribe)/([^/]+)/", letter["List-Unsubscribe"])[1]
    assert subscriber_id_from_token(token) == reader.pk
    assert letter["Subject"] == in_language(mailing, "subject", language)
    assert letter["To"] == reader.email
    assert letter["Content-Language"] == language
    for kind, field in (("plain", "text"), ("html", "html")):
        body = letter.get_body((kind,)).get_content().replace("\r\n", "\n")
        assert body.strip() == in_language(mailing, field, language).replace(mailing.gap, token).strip()


def test_a_letter_can_be_left_with_one_click():
    SubscriberFactory()
    delivery = approved_mailing().deliveries.get()

    raw = delivery.message().raw

    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert re.search(rb"\r\nList-Unsubscribe: <http://127\.0\.0\.1:8000/nieuwsbrief/afmelden/\S+/>\r\n", raw)
    assert max(len(line) for line in raw.partition(b"\r\n\r\n")[2].splitlines()) <= 76


def test_a_letter_is_the_same_each_time_apart_from_its_token():
    SubscriberFactory()
    delivery = approved_mailing().deliveries.get()

    assert [len(delivery.message().raw) for _time in range(2)] == [len(delivery.message().raw)] * 2


def test_the_mail_follows_no_reader():
    SubscriberFactory()
    mailing = approved_mailing()

    assert "<img" not in mailing.html
    assert f"http://127.0.0.1:8000/nieuwsbrief/afmelden/{mailing.gap}/" in mailing.html


def test_every_layout_table_says_that_it_is_one(event: Event):
    html = draft_issue(event).as_mail("nl").html

    assert html.count("<table") == html.count('role="presentation"') > 3
    assert '<html lang="nl" dir="ltr">' in html


def test_rich_text_for_mail_has_whole_addresses_and_only_known_tags():
    source = (
        '<p>Zie <a href="/agenda/">de <b>agenda</b></a> &amp; kom.</p><script>x</script><ul><li>één</li></ul>'
    )

    assert for_mail(source) == (
        '<p style="margin: 0 0 16px;">Zie <a class="link" href="http://127.0.0.1:8000/agenda/"'
        ' style="color: #0b4f86; text-decoration: underline;">de <b style="font-weight: bold;">agenda</b></a> &amp; kom.'
        '</p>x<ul style="margin: 0 0 16px; padding-left: 24px;"><li style="margin: 0 0 6px;">één</li></ul>'
    )


@pytest.mark.parametrize("read", [for_mail, as_plain_text])
def test_a_mail_offers_a_document_at_its_whole_address(read: Callable[[str], str]):
    document = Document.objects.create(title="Programma", file=ContentFile(b"Welkom", "programma.txt"))

    assert f"http://127.0.0.1:8000{document.url}" in read(
        f'<p><a linktype="document" id="{document.pk}">Programma</a></p>'
    )


def test_rich_text_as_plain_text():
    source = '<p>Zie <a href="/agenda/">de agenda</a>.</p><ul><li>één</li><li>twee</li></ul>'

    assert as_plain_text(source) == "Zie de agenda (http://127.0.0.1:8000/agenda/).\n\n\n- één\n- twee"
