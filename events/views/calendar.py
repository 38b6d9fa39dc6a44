from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from events.calendar.filter_text import filter_text
from events.calendar.filters import CalendarFilter, FilterForm
from events.models.calendar_entry import CalendarEntry, CalendarEntryQuerySet

PAGE_SIZE = 30
LONGEST_FIRST = ("year", "month", "day")


def calendar(request: HttpRequest, page: Page) -> HttpResponse:
    """What is on, by day. A wrong filter gets its words back, and no list."""
    form = FilterForm(request.GET)
    valid = form.is_valid()
    chosen = form.filter if valid else CalendarFilter()
    entries = chosen.upcoming() if valid else CalendarEntry.objects.none()
    page_obj = _page_of(request, entries)
    context = {
        "page": page,
        "form": form,
        "filter": chosen,
        "filter_text": filter_text(chosen),
        "page_obj": page_obj,
        "entries": page_obj.object_list,
        "days": by_day(page_obj.object_list),
        "total": page_obj.paginator.count,
        "feed_urls": feed_urls(chosen),
    }
    return render(request, page.get_template(request), context, status=200 if valid else 400)


def organiser(request: HttpRequest, page: Page) -> HttpResponse:
    """One partner's events, ahead and past."""
    chosen = CalendarFilter.of(organiser=page.organisation.slug)
    page_obj = _page_of(request, chosen.upcoming())
    context = {
        "page": page,
        "organisation": page.organisation,
        "page_obj": page_obj,
        "entries": page_obj.object_list,
        "days": by_day(page_obj.object_list),
        "total": page_obj.paginator.count,
        "past": page.organisation.events.public().past().select_related("page")[:12],
        "feed_urls": feed_urls(chosen, ["organiser", page.organisation.slug]),
    }
    return render(request, page.get_template(request), context)


def by_day(entries: Iterable[CalendarEntry]) -> list[tuple[date, str, list[CalendarEntry]]]:
    """Each under its day, or under the month or year that is all we know: that one begins with it."""
    groups = groupby(sorted(entries, key=_day_and_precision), key=_day_and_precision)
    return [(day, LONGEST_FIRST[period], list(group)) for (day, period), group in groups]


def _day_and_precision(entry: CalendarEntry) -> tuple[date, int]:
    return timezone.localdate(entry.starts_at), LONGEST_FIRST.index(entry.precision)


def feed_urls(chosen: CalendarFilter, scope: list[str] | None = None) -> dict[str, str]:
    """The same selection to subscribe to."""
    if scope:
        return {kind: reverse("events:scoped_feed", args=[*scope, kind]) for kind in ("ics", "rss", "json")}
    query = f"?{chosen.query_string}" if chosen.query_string else ""
    return {kind: reverse("events:feed", args=[kind]) + query for kind in ("ics", "rss", "json")}


def _page_of(request: HttpRequest, entries: CalendarEntryQuerySet) -> ListPage[CalendarEntry]:
    rows = entries.select_related("municipality").defer("vevent", "vevent_en")
    number = request.GET.get("page") or "1"
    paginator = Paginator(rows, PAGE_SIZE)
    if (
        not number.isascii()
        or not number.isdecimal()
        or len(number) > 6
        or not 1 <= int(number) <= paginator.num_pages
    ):
        raise Http404
    page = paginator.page(int(number))
    page.object_list = list(page.object_list)
    prefetch_related_objects(page.object_list, "themes")
    return page
