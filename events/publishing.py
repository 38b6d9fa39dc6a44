"""Publishing carries a page's facts into rows, in the transaction that saves the page."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from .calendar.entries import update_entries
from .changes import Reason, log_change
from .models.choices import Status
from .models.event import Event, EventQuerySet, Session
from .models.event_change import ChangeNote
from .models.pages import EventPage
from .models.programme import ProgrammeItem

# What other apps make for an event, in this order and in the same transaction. They add themselves when they are ready.
EVENT_SYNC_HOOKS: list[Callable[[Event], None]] = []
# What other apps ask before a page is deleted: whether somebody counts on the event.
RELIANCE_CHECKS: list[Callable[[Event], bool]] = []

COPIED = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "event_type",
    "series",
    "starts_at",
    "ends_at",
    "is_all_day",
    "precision",
    "mode",
    "status",
    "status_reason",
    "status_reason_en",
    "venue",
    "join_url",
    "booking",
    "booking_url",
    "price_from",
    "price_words",
    "price_words_en",
    "contact_name",
    "contact_email",
    "contact_phone",
    "spoken_language",
    "sessions_in_calendar",
    "is_example",
)
COPIED_TO_SESSION = ("title", "title_en", "starts_at", "ends_at", "is_all_day", "room", "join_url")


@transaction.atomic
def sync_event(page: EventPage) -> None:
    """Make the rows say what the public page says. Until it is public for the first time they follow its draft.

    In the transaction that saves the page: either both change or neither. Raises nothing of its own.
    """
    event = _event_of(page)
    if event.version and not page.live:
        if event.is_public:
            _withdraw(event, Reason.WITHDRAWAL)
        return
    _copy(page, event)
    if event.is_public:
        update_entries(event)
        log_change(event, Reason.PUBLICATION, _take_note(page))


def _take_note(page: EventPage) -> ChangeNote | None:
    """Once, however often the facts of this version are carried over."""
    notes = ChangeNote.objects.filter(revision=page.live_revision_id)
    note = notes.first()
    notes.delete()
    return note


def move_change_note(submitted: int, version: Revision) -> None:
    """Whoever approves a version may correct it first: what its organiser chose goes along."""
    ChangeNote.objects.filter(revision=submitted).update(revision=version)


@transaction.atomic
def sync_draft(page: EventPage) -> None:
    """A version was saved that nobody sees yet: the rows say it only while nothing else of this event was public."""
    event = _event_of(page)
    if not event.version:
        _copy(page, event)


def _event_of(page: EventPage) -> Event:
    """Whoever changes its facts waits here for whoever is doing so, and then sees what they made of it."""
    # No key: a scan and a registration, whose rows refer to this one, need not wait for it.
    return Event.objects.select_for_update(no_key=True).filter(page=page).first() or Event(page=page)


def _copy(page: EventPage, event: Event) -> None:
    for name in COPIED:
        setattr(event, name, getattr(page, name))
    event.organisation = page.organisation
    event.municipality = page.venue.municipality if page.venue else page.municipality
    event.path = public_path(page)
    event.is_public = page.live
    event.save()
    event.themes.set(page.themes.all())
    event.audiences.set(page.audiences.all())
    event.policy_tracks.set(page.policy_tracks.all())
    _match_sessions(event, list(page.programme_items.all()))
    for follow in EVENT_SYNC_HOOKS:
        follow(event)


def republish_below(page: Page) -> None:
    """Carry a new address of this page to the events at or below it. Call it inside the transaction that moves it."""
    below = EventPage.objects.descendant_of(page, inclusive=True).select_related("event")
    for event_page in below.order_by("event__pk"):  # in the order in which all lock several events
        event = event_page.event
        if event.path != public_path(event_page) or event.organisation != event_page.organisation:
            sync_event(event_page if event_page.live else event_page.get_latest_revision_as_object())


@transaction.atomic
def withdraw_below(page: Page) -> None:
    """What is no longer public at or below this page: the rows stay, and so does what was registered."""
    events = _events_below(page).public().filter(page__live=False)
    # Several events are locked in the order of their numbers everywhere, so that nobody waits for each other.
    for event in events.order_by("pk").select_for_update(of=("self",), no_key=True):
        _withdraw(event, Reason.WITHDRAWAL)


@transaction.atomic
def delete_below(page: Page) -> None:
    """Before the pages go. What somebody counts on is cancelled first; of what was never public nothing is left."""
    for event in _events_below(page).exclude(version=0).order_by("pk").select_for_update(no_key=True):
        if is_relied_on(event):
            event.status = Status.CANCELLED
        _withdraw(event, Reason.DELETION)
    drafts = _events_below(page).filter(version=0)
    Session.objects.filter(event__in=drafts).delete()
    drafts.delete()


def is_relied_on(event: Event) -> bool:
    return not event.is_over() and any(relies(event) for relies in RELIANCE_CHECKS)


def _events_below(page: Page) -> EventQuerySet:
    return Event.objects.filter(page__in=EventPage.objects.descendant_of(page, inclusive=True))


def _withdraw(event: Event, reason: Reason) -> None:
    event.is_public = False
    event.save(update_fields=["is_public", "status", "changed_at"])
    update_entries(event, reason)
    log_change(event, reason)


def public_path(page: EventPage) -> str:
    """`agenda/organiser/event/`: the address without language, as it stands below the home page."""
    return page.url_path.split("/", 2)[2]


def _match_sessions(event: Event, items: list[ProgrammeItem]) -> None:
    """Match by key, retire what left the programme, revive what came back."""
    known = {session.key: session for session in event.sessions.all()}
    for item in items:
        session = known.pop(item.key, Session(event=event, key=item.key))
        wanted = {name: getattr(item, name) for name in COPIED_TO_SESSION} | {"retired_at": None}
        is_same = all(getattr(session, name) == value for name, value in wanted.items())
        if is_same and not session._state.adding:
            continue
        for name, value in wanted.items():
            setattr(session, name, value)
        session.save()
    left = [session.pk for session in known.values() if session.retired_at is None]
    Session.objects.filter(pk__in=left).update(retired_at=timezone.now())
