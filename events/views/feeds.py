from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.calendar.feeds import Feed
from events.calendar.filters import CHOICE_MODELS, CalendarFilter, FilterForm
from events.calendar.ical import event_calendar
from events.calendar.responses import calendar_file, feed_response
from events.event_paths import get_public_event_or_404, redirect_moved_event
from kennisstad.dates import Precision
from kennisstad.web.views import error_page

SCOPES = {"municipality", "theme", "organiser", "series"}


@require_safe
def all_events(request: HttpRequest, kind: str) -> HttpResponse:
    """/feeds/all.ics, narrowed by any filter key."""
    if not request.GET:
        return _answer(request, kind, CalendarFilter())
    form = FilterForm(request.GET)
    if not form.is_valid():
        return error_page(request, form.problem)
    return _answer(request, kind, form.filter)


@require_safe
def scoped(request: HttpRequest, scope: str, slug: str, kind: str) -> HttpResponse:
    """/feeds/municipality/<slug>.ics and its sisters."""
    if scope not in SCOPES or not CHOICE_MODELS[scope]._default_manager.filter(slug=slug).exists():
        raise Http404
    return _answer(request, kind, CalendarFilter.of(**{scope: slug}))


@require_safe
@redirect_moved_event
def event_ics(request: HttpRequest, path: str) -> HttpResponse:
    event = get_public_event_or_404(path)
    if event.precision != Precision.DAY:
        message = _("Of this event we know the month or the year, and a calendar asks for a day.")
        return error_page(request, message, title=_("The day is not known"), status=404)
    return calendar_file(event_calendar(event, get_language() or "nl"), path.rstrip("/").rsplit("/", 1)[-1])


def _answer(request: HttpRequest, kind: str, chosen: CalendarFilter) -> HttpResponse:
    query = f"?{chosen.query_string}" if chosen.query_string else ""
    is_all = request.resolver_match is not None and request.resolver_match.url_name == "feed"
    feed = Feed(
        calendar_filter=chosen,
        kind=kind,
        language=get_language() or "nl",
        url=request.path + (query if is_all else ""),
        page_url=agenda_url() + query,
    )
    return feed_response(request, feed)


def agenda_url() -> str:
    return reverse("wagtail_serve", args=["agenda/"])
