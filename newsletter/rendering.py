"""An issue as mail: one rendering per language, with a gap where each reader's own token goes."""

import hashlib
from dataclasses import astuple, dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone

from events.models import Event
from kennisstad.mail.rendering import RenderedMail, render_mail
from newsletter.links import full_url
from newsletter.models import IssuePage

# To unsubscribe and to the preferences.
TOKENS_PER_MESSAGE = 2


@dataclass(frozen=True, slots=True)
class FrozenIssue:
    """Everything that readers will get, apart from their own tokens: a gap marks where those go."""

    gap: str
    nl: RenderedMail
    en: RenderedMail
    # Of each event that it tells about: the version that was read to write this.
    versions: dict[UUID, int]

    @property
    def fingerprint(self) -> str:
        return _digest(self.nl, self.en)


def freeze(issue: IssuePage) -> FrozenIssue:
    """The gap is made of all that surrounds it, so nothing that was typed can hold it."""
    gap = "READER-" + _digest(*_in_both_languages(issue, "-"))[:32]
    nl, en = _in_both_languages(issue, gap)
    return FrozenIssue(gap, nl, en, {event.pk: event.version for event in load_events(issue)})


def render_issue(issue: IssuePage, language: str, token: str = "test") -> RenderedMail:  # noqa: S107 - opens nothing
    """With the token of one reader; what editors see has one that leads nowhere."""
    return render_mail("newsletter/email/issue", _context(issue, language, token), language)


def _in_both_languages(issue: IssuePage, token: str) -> list[RenderedMail]:
    return [render_issue(issue, language, token) for language in ("nl", "en")]


def _digest(*mails: RenderedMail) -> str:
    digest = hashlib.sha256()
    for text in (text for mail in mails for text in astuple(mail)):
        digest.update(f"{len(text)}:{text}".encode())
    return digest.hexdigest()


def _context(issue: IssuePage, language: str, token: str) -> dict[str, object]:
    load_events(issue)
    today = timezone.localdate()
    return {
        "issue": issue,
        "day": min(issue.day or today, today),
        "archive_url": full_url("newsletter:issue", issue.slug, language=language),
        "unsubscribe_url": full_url("newsletter:unsubscribe", token, language=language),
        "preferences_url": full_url("newsletter:preferences", token, language=language),
        "agenda_url": settings.BASE_URL + ("/en/agenda/" if language == "en" else "/agenda/"),
    }


def load_events(issue: IssuePage) -> list[Event]:
    """With their places, in a fixed number of queries."""
    events = [mention["event"] for mention in issue.mentions("events", "look_backs")]
    prefetch_related_objects(events, "venue__municipality", "municipality")
    return events
