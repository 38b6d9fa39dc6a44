"""The archive of the newsletter, and the draft that waits for an editor."""

from datetime import date, timedelta

from django.db import transaction

from events.models import Event
from kennisstad.content_files import Paragraphs
from kennisstad.demo.content.newsletter import Archive, Issue, archive
from kennisstad.foundation.prose import rich
from newsletter.assembly import PERIOD, assemble_due
from newsletter.models import IssuePage, NewsletterPage

NEXT_ISSUE_IN = timedelta(days=2)


@transaction.atomic
def write_archive(today: date) -> int:
    """One issue every two weeks until now."""
    newsletter = NewsletterPage.objects.get()
    if IssuePage.objects.exists():
        return 0
    past = archive()
    newsletter.first_issue_on = today + NEXT_ISSUE_IN - len(past.issues) * PERIOD
    newsletter.save()
    for number, issue in enumerate(past.issues):
        _publish(newsletter, past, issue, newsletter.first_issue_on + number * PERIOD)
    return len(past.issues)


def assemble_draft(today: date) -> int:
    """The next one puts itself together, as it does every two weeks."""
    return 1 if assemble_due(today) else 0


def _publish(newsletter: NewsletterPage, past: Archive, issue: Issue, day: date) -> None:
    page = IssuePage(
        slug=day.isoformat(),
        period_start=day,
        title=issue.title,
        title_en=issue.title_en,
        introduction=issue.introduction,
        introduction_en=issue.introduction_en,
        body=_body(issue, past),
        live=False,
    )
    newsletter.add_child(instance=page)
    page.save_revision().publish()


def _body(issue: Issue, past: Archive) -> list[tuple[str, dict[str, object]]]:
    told = [_text(news.heading, news.text, news.heading_en, news.text_en) for news in issue.news]
    back = _mentions("look_backs", "Terugblik", "Looking back", issue.look_backs)
    ahead = _mentions("events", "Zet vast in je agenda", "Save the date", issue.events)
    about = _text("Over deze uitgave", past.about, "About this issue", past.about_en)
    return [*told, *back, *ahead, about]


def _text(
    heading: str, text: Paragraphs, heading_en: str, text_en: Paragraphs
) -> tuple[str, dict[str, object]]:
    words = {"text": rich(text), "text_en": rich(text_en)}
    return "text", {"heading": heading, "heading_en": heading_en, **words}


def _mentions(
    kind: str, heading: str, heading_en: str, slugs: tuple[str, ...]
) -> list[tuple[str, dict[str, object]]]:
    if not slugs:
        return []
    mentions = [{"event": Event.objects.get(page__slug=slug), "line": "", "line_en": ""} for slug in slugs]
    return [(kind, {"heading": heading, "heading_en": heading_en, "mentions": mentions})]
