"""An issue as mail: one rendering per language, with a gap where each reader's own token goes."""

import hashlib
from dataclasses import astuple, dataclass

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone

from events.models import Event
from kennisstad.mail.rendering import RenderedMail, render_mail
from newsletter.links import address
from newsletter.models import IssuePage

GAP = "READERS-OWN-TOKEN"
# To unsubscribe and to the preferences.
GAPS = 2


class GapsWrong(Exception):
    """The text itself holds the words that mark a gap."""

    code = "gaps_wrong"


@dataclass(frozen=True, slots=True)
class Frozen:
    """Everything that readers will get, apart from their own tokens."""

    nl: RenderedMail
    en: RenderedMail

    @property
    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for text in (*astuple(self.nl), *astuple(self.en)):
            digest.update(f"{len(text)}:{text}".encode())
        return digest.hexdigest()


def freeze(issue: IssuePage) -> Frozen:
    return Frozen(*(render_issue(issue, language) for language in ("nl", "en")))


def render_issue(issue: IssuePage, language: str) -> RenderedMail:
    mail = render_mail("newsletter/email/issue", _context(issue, language), language)
    if not mail.text.count(GAP) == mail.html.count(GAP) == GAPS:
        raise GapsWrong
    return mail


def _context(issue: IssuePage, language: str) -> dict[str, object]:
    load_events(issue)
    today = timezone.localdate()
    return {
        "issue": issue,
        "day": min(issue.day or today, today),
        "archive_url": address("newsletter:issue", issue.slug, language=language),
        "unsubscribe_url": address("newsletter:unsubscribe", GAP, language=language),
        "preferences_url": address("newsletter:preferences", GAP, language=language),
        "agenda_url": settings.BASE_URL + ("/en/agenda/" if language == "en" else "/agenda/"),
    }


def load_events(issue: IssuePage) -> list[Event]:
    """With their places, in a fixed number of queries."""
    events = [mention["event"] for mention in issue.mentions("events", "look_backs")]
    prefetch_related_objects(events, "venue__municipality", "municipality")
    return events
