from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from factory.declarations import LazyFunction, Sequence
from factory.django import DjangoModelFactory

from events.models import Event
from kennisstad.accounts.models import User
from newsletter.approving import approve
from newsletter.models import IssuePage, Mailing, NewsletterPage, Subscriber
from newsletter.rendering import freeze
from newsletter.sending import prepare
from tests.factories.accounts import UserFactory
from tests.factories.events import home_page

FIRST_ISSUE = date(2027, 1, 7)


class SubscriberFactory(DjangoModelFactory[Subscriber]):
    class Meta:
        model = Subscriber

    email = Sequence(lambda number: f"lezer{number}@example.org")
    language = "nl"
    state = Subscriber.State.CONFIRMED
    confirmed_at = LazyFunction(timezone.now)
    delete_after = LazyFunction(lambda: timezone.localdate() + timedelta(days=365))


def newsletter_page(**fields: Any) -> NewsletterPage:
    page = NewsletterPage.objects.first()
    if page is None:
        defaults = {"title": "Nieuwsbrief", "title_en": "Newsletter", "slug": "nieuwsbrief"}
        page = NewsletterPage(**(defaults | {"first_issue_on": FIRST_ISSUE} | fields))
        home_page().add_child(instance=page)
    return page


def draft_issue(*events: Event, **fields: Any) -> IssuePage:
    """A draft that tells about these events, after a word of the editor's."""
    number = IssuePage.objects.count() + 1
    mentions = [{"event": event, "line": "", "line_en": ""} for event in events]
    text = {"heading": "Van de redactie", "text": "<p>Dag <b>lezer</b>!</p>", "heading_en": "", "text_en": ""}
    body: list[tuple[str, Any]] = [("text", text)]
    if mentions:
        body.append(("events", {"heading": "Binnenkort", "heading_en": "Coming up", "mentions": mentions}))
    defaults = {"title": f"Nieuws {number}", "slug": f"nieuws-{number}", "live": False, "body": body}
    issue = newsletter_page().add_child(instance=IssuePage(**(defaults | fields)))
    issue.save_revision()
    return issue


def published_issue(*events: Event, **fields: Any) -> IssuePage:
    issue = draft_issue(*events, **fields)
    issue.get_latest_revision().publish()
    issue.refresh_from_db()
    return issue


def approved_mailing(issue: IssuePage | None = None, user: User | None = None) -> Mailing:
    issue = issue or draft_issue()
    fingerprint = freeze(issue.get_latest_revision_as_object()).fingerprint
    mailing = approve(issue, user=user or UserFactory(), fingerprint=fingerprint)
    # As the worker does first.
    prepare(mailing.pk)
    mailing.refresh_from_db()
    return mailing
