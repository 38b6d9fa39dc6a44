"""Finished pages: made by Wagtail once, then kept in this process until something they show changes.

What a page depends on is read first, as its state, in a few small queries. A page made a moment later may be newer
than its state, never older. Whatever an editor does renews every page; a change made past the editor, in a shell for
example, shows within a minute. Who is signed in always gets a fresh page.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.views import serve

from events.filters import CalendarFilter
from events.models import Event
from events.views.calendar import PAGE_SIZE
from registrations.availability import admission_of, availabilities, judge, with_places_taken

type State = tuple[object, ...]

KEPT_SECONDS = 60


@require_safe
def event(request: HttpRequest, path: str) -> HttpResponse:
    return _finished(request, path, lambda: _event_state(path))


@require_safe
def calendar(request: HttpRequest, path: str) -> HttpResponse:
    return _finished(request, path, _calendar_state)


def _event_state(path: str) -> State | None:
    """Nothing when no public event lives there: then Wagtail knows what to say."""
    row = with_places_taken(Event.objects.public().filter(path=path)).first()
    if row is None:
        return None
    places = judge(admission_of(row), row.places_taken, timezone.now())
    return row.pk, row.changed_at, row.is_over(), places.state, places.label, _latest_edits()


def _calendar_state() -> State:
    """The rows of the first page, how many there are in all, and whether they have places left."""
    columns = ("event_id", "uid", "sequence", "changed_at", "total")
    upcoming = CalendarFilter().upcoming().annotate(total=Window(Count("pk")))
    rows = list(upcoming.values_list(*columns)[:PAGE_SIZE])
    places = availabilities(row[0] for row in rows)
    labels = [(places[row[0]].state, places[row[0]].label) for row in rows]
    return timezone.localdate(), rows, labels, _latest_edits()


def _latest_edits() -> State:
    """Wagtail writes down everything that is done in the editor, to pages and to all else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT MAX(id) FROM wagtailcore_pagelogentry), (SELECT MAX(id) FROM wagtailcore_modellogentry)"
        )
        return tuple(cursor.fetchone())


def _finished(request: HttpRequest, path: str, state_of: Callable[[], State | None]) -> HttpResponse:
    state = state_of() if _is_plain(request) else None
    if state is None:
        return serve(request, path)
    key = hashlib.sha256(repr((request.path, state)).encode()).hexdigest()
    content = caches["finished"].get(key)
    return HttpResponse(content) if content else _made(request, path, key)


def _made(request: HttpRequest, path: str, key: str) -> HttpResponse:
    response = serve(request, path)
    if response.status_code == 200 and not _is_personal(request, response):
        caches["finished"].set(key, response.content, KEPT_SECONDS)
    return response


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """A form has a secret of its visitor; what Wagtail asks for behind a password is not rendered yet."""
    return "CSRF_COOKIE_NEEDS_UPDATE" in request.META or not getattr(response, "is_rendered", True)


def _is_plain(request: HttpRequest) -> bool:
    """Nothing asked for but the page itself, by somebody who is a stranger to us."""
    return not request.META.get("QUERY_STRING") and settings.SESSION_COOKIE_NAME not in request.COOKIES
