from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from kennisstad.accounts.partners import join_editors
from newsletter.assembly import assemble_due, midnight, next_issue_on
from newsletter.models import IssuePage, NewsletterPage
from tests.factories.accounts import UserFactory
from tests.factories.events import organiser_page, published_event
from tests.factories.newsletter import newsletter_page, published_issue

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# The period of 25 March begins before, and ends after, the clocks go forward on 28 March.
FIRST = date(2027, 3, 25)


@pytest.fixture
def newsletter() -> NewsletterPage:
    return newsletter_page(first_issue_on=FIRST)


def at(day: int, month: int = 4, hour: int = 20, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, tzinfo=AMSTERDAM)


def told(issue: IssuePage | None, *kinds: str) -> list[str]:
    assert issue is not None
    return [mention["event"].title for mention in issue.mentions(*(kinds or ("events",)))]


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2027, 3, 20), None),
        (date(2027, 3, 21), date(2027, 3, 25)),
        (date(2027, 4, 3), date(2027, 3, 25)),
        (date(2027, 4, 4), date(2027, 4, 8)),
        (date(2027, 10, 31), date(2027, 11, 4)),
        (date(2028, 12, 24), date(2028, 12, 28)),
    ],
)
def test_an_issue_is_due_every_two_weeks_from_the_first(
    newsletter: NewsletterPage, today: date, day: date | None
):
    assert next_issue_on(newsletter, today) == day


def test_a_year_has_an_issue_every_fourteen_days_whatever_the_clocks_do(newsletter: NewsletterPage):
    days = {next_issue_on(newsletter, FIRST + timedelta(days=number)) for number in range(365)}

    assert sorted(days) == [FIRST + timedelta(days=14 * number) for number in range(27)]


@pytest.mark.parametrize(
    ("day", "start"),
    [(date(2027, 3, 28), "2027-03-28T00:00:00+01:00"), (date(2027, 3, 29), "2027-03-29T00:00:00+02:00")],
)
def test_a_day_begins_at_midnight_in_amsterdam(day: date, start: str):
    assert midnight(day).isoformat() == start


def test_each_subject_names_an_event_in_its_own_language(newsletter: NewsletterPage):
    published_event(title="Sterren", starts_at=at(2), ends_at=at(2, 4, 22))
    published_event(title="Vogels", title_en="Birds", starts_at=at(3), ends_at=at(3, 4, 22))

    issue = assemble_due(date(2027, 3, 21))

    assert issue is not None
    assert "Sterren" in issue.title
    assert "Birds" in issue.title_en


def test_a_draft_tells_what_is_coming_up(newsletter: NewsletterPage):
    published_event(title="Te vroeg", starts_at=at(24, 3), ends_at=at(24, 3, 22))
    published_event(title="Eerste dag", starts_at=at(25, 3, 0), ends_at=at(25, 3, 1))
    published_event(title="Na de klok", starts_at=at(2), ends_at=at(2, 4, 22))
    published_event(title="Laatste dag", starts_at=at(21, 4, 23), ends_at=at(22, 4, 1))
    published_event(title="Te laat", starts_at=at(22, 4, 0), ends_at=at(22, 4, 1))
    published_event(title="Afgelast", starts_at=at(3), ends_at=at(3, 4, 22), status="cancelled")
    published_event(title="Ingetrokken", starts_at=at(4), ends_at=at(4, 4, 22)).page.unpublish()

    issue = assemble_due(date(2027, 3, 21))

    assert told(issue) == ["Eerste dag", "Na de klok", "Laatste dag"]
    assert (issue.title, issue.title_en) != ("", "")
    assert (issue.live, issue.slug, issue.number) == (False, "2027-03-25", 1)
    assert told(issue.get_latest_revision_as_object()) == told(issue)


def test_there_is_one_draft_per_period(newsletter: NewsletterPage):
    published_event(starts_at=at(2), ends_at=at(2, 4, 22))

    issues = [assemble_due(date(2027, 3, 21) + timedelta(days=number)) for number in range(14)]

    assert [bool(issue) for issue in issues] == [True] + [False] * 13


def test_an_issue_put_off_within_its_period_stays_the_one_of_that_period(newsletter: NewsletterPage):
    published_event(starts_at=at(2))
    issue = assemble_due(FIRST)
    assert issue is not None
    issue.period_start = FIRST + timedelta(days=3)
    issue.save_revision().publish()

    assert assemble_due(FIRST) is None
    assert IssuePage.objects.count() == 1


def test_an_issue_put_off_to_the_next_period_leaves_room_for_another(newsletter: NewsletterPage):
    published_event(starts_at=at(2))
    issue = assemble_due(FIRST)
    assert issue is not None
    issue.period_start = FIRST + timedelta(days=14)
    issue.save_revision().publish()
    published_event(starts_at=at(3))

    another = assemble_due(FIRST)

    assert another is not None
    assert (another.period_start, another.slug) == (FIRST, f"{FIRST}-2")
    assert assemble_due(FIRST) is None
    assert assemble_due(FIRST + timedelta(days=14)) is None


def test_what_went_out_before_is_not_told_again(newsletter: NewsletterPage):
    event = published_event(title="Al verteld", starts_at=at(10), ends_at=at(10, 4, 22))
    published_event(title="Nieuw", starts_at=at(11), ends_at=at(11, 4, 22))
    published_issue(event)

    assert told(assemble_due(date(2027, 4, 4))) == ["Nieuw"]


def test_each_organiser_has_a_turn_before_anybody_has_a_second(newsletter: NewsletterPage):
    for number in range(13):
        published_event(title=f"Veel {number}", starts_at=at(1 + number), ends_at=at(1 + number, 4, 22))
    other = organiser_page("leiden")
    published_event(other, title="Eén", starts_at=at(20), ends_at=at(20, 4, 22))

    titles = told(assemble_due(date(2027, 3, 21)))

    assert len(titles) == 12
    assert titles[-1] == "Eén"


def test_recent_look_backs_are_told_once(newsletter: NewsletterPage):
    look_back = [("text", "<p>Het was vol.</p>")]
    published_event(title="Pas geweest", starts_at=at(1), ends_at=at(1, 4, 22), look_back=look_back)
    published_event(title="Zonder terugblik", starts_at=at(2), ends_at=at(2, 4, 22))
    published_event(title="Lang geleden", starts_at=at(1, 1), ends_at=at(1, 1, 22), look_back=look_back)

    issue = assemble_due(date(2027, 4, 4))
    issue.get_latest_revision().publish()

    assert told(issue, "look_backs") == ["Pas geweest"]
    assert issue.title == "Pas geweest"
    assert assemble_due(date(2027, 4, 18)) is None


def test_editors_hear_that_a_draft_is_waiting(newsletter: NewsletterPage, django_capture_on_commit_callbacks):
    editor, _organiser = UserFactory(), UserFactory()
    join_editors(editor)
    published_event(starts_at=at(2), ends_at=at(2, 4, 22))

    with django_capture_on_commit_callbacks(execute=True):
        assemble_due(date(2027, 3, 21))

    [message] = mail.outbox
    assert message.to == [editor.email]
    assert "/cms/" in message.body


def test_editors_are_warned_once_when_there_is_nothing_to_tell(
    newsletter: NewsletterPage, django_capture_on_commit_callbacks
):
    join_editors(UserFactory())

    with django_capture_on_commit_callbacks(execute=True):
        assert assemble_due(date(2027, 3, 21)) is None
        assert assemble_due(date(2027, 3, 22)) is None

    assert len(mail.outbox) == 1
    assert IssuePage.objects.count() == 0


def test_without_a_newsletter_nothing_is_made():
    assert assemble_due(date(2027, 3, 21)) is None
