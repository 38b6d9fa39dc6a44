"""Every two weeks a draft issue puts itself together; an editor only has to agree."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.drafting import free_slug
from events.models import OFF, Event
from kennisstad.languages import in_language, language_of
from newsletter import emails
from newsletter.models import IssuePage, NewsletterPage

PERIOD = timedelta(days=14)
# So long before the issue goes out does the editor get the draft.
AHEAD = timedelta(days=4)
UPCOMING = timedelta(days=28)
LOOKED_BACK = timedelta(days=60)
MOST_EVENTS, MOST_LOOK_BACKS = 12, 3
# Nothing announced longer ago can still lie ahead.
EARLIER_ISSUES = 12


def next_issue_on(newsletter: NewsletterPage, today: date) -> date | None:
    """The last day of issue whose draft is due; none before the first."""
    periods = (today + AHEAD - newsletter.first_issue_on) // PERIOD
    return newsletter.first_issue_on + periods * PERIOD if periods >= 0 else None


def assemble_due(today: date) -> IssuePage | None:
    """The draft that was made; None when none is due, or it is there already. Call it as often as you like."""
    newsletter = NewsletterPage.objects.live().first()
    day = next_issue_on(newsletter, today) if newsletter else None
    if newsletter is None or day is None:
        return None
    # Also one whose day an editor put off within the period.
    if IssuePage.objects.filter(period_start__gte=day, period_start__lt=day + PERIOD).exists():
        return None
    return assemble(newsletter, day)


def assemble(newsletter: NewsletterPage, day: date) -> IssuePage | None:
    """The draft for this day of issue, which editors are told of.

    None without anything to tell, when they are warned instead, and when another worker made it first.
    """
    upcoming, look_backs = fresh_events(day), fresh_look_backs(day)
    if not upcoming and not look_backs:
        emails.warn_editors_of_silence(day)
        return None
    try:
        with transaction.atomic():
            issue = _draft(newsletter, day, upcoming, look_backs)
            emails.tell_editors_of_draft(issue)
    except IntegrityError:
        # One draft for a day: the database refuses the second, and its mail with it.
        return None
    return issue


def fresh_events(day: date) -> list[Event]:
    """Not announced before, not cancelled; each organiser has a turn before anybody has a second."""
    start, told = midnight(day), told_before("events")
    coming = Event.objects.public().filter(starts_at__gte=start, starts_at__lt=start + UPCOMING)
    turns: list[tuple[int, Event]] = []
    taken: Counter[int] = Counter()
    for event in coming.exclude(status__in=OFF).order_by("starts_at", "pk"):
        if event.pk not in told:
            turns.append((taken[event.organisation_id], event))
            taken[event.organisation_id] += 1
    # Sorting keeps the order of equals: within a turn the soonest.
    chosen = [event for _turn, event in sorted(turns, key=itemgetter(0))[:MOST_EVENTS]]
    return sorted(chosen, key=attrgetter("starts_at", "pk"))


def fresh_look_backs(day: date) -> list[Event]:
    end = midnight(day)
    past = (
        Event.objects.public().filter(ends_at__lt=end, ends_at__gte=end - LOOKED_BACK).select_related("page")
    )
    told = told_before("look_backs")
    written = (event for event in past.order_by("-ends_at", "pk") if event.page and event.page.look_back)
    return [event for event in written if event.pk not in told][:MOST_LOOK_BACKS]


def told_before(kind: str) -> set[UUID]:
    """The events in blocks of this kind of the issues that went out."""
    earlier = IssuePage.objects.live().order_by("-number")[:EARLIER_ISSUES]
    return {mention["event"].pk for issue in earlier for mention in issue.mentions(kind)}


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _draft(
    newsletter: NewsletterPage, day: date, upcoming: list[Event], look_backs: list[Event]
) -> IssuePage:
    """Its title names the first event that has one in that language, else the very first."""
    events = [*upcoming, *look_backs]
    told = {"events": upcoming, "look_backs": look_backs}
    texts: dict[str, str] = {}
    body: dict[str, dict[str, Any]] = {
        kind: {"mentions": [{"event": event, "line": "", "line_en": ""} for event in some]}
        for kind, some in told.items()
        if some
    }
    for language, suffix in (("nl", ""), ("en", "_en")):
        with translation.override(language):
            titled = (event for event in events if language_of(event, "title") == language)
            first = in_language(next(titled, events[0]), "title")[:200]
            more = _("%(event)s and more in the region") % {"event": first}
            texts[f"title{suffix}"] = more if events[1:] else first
            texts[f"introduction{suffix}"] = (
                _("What is on in the coming weeks, chosen from the calendar of %(region)s.")
                % settings.REGION.names()
            )
            for kind, block in body.items():
                block[f"heading{suffix}"] = _("Coming up") if kind == "events" else _("Looking back")
    slug = free_slug(newsletter, day.isoformat())
    issue = IssuePage(slug=slug, period_start=day, live=False, body=list(body.items()), **texts)
    newsletter.add_child(instance=issue)
    issue.save_revision(log_action=True)
    return issue
