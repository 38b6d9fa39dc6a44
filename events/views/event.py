from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from events.models.event import Event
from events.models.programme import ProgrammeSpeaker
from events.structured_data import event_json_ld


def event_page(request: HttpRequest, page: Page) -> HttpResponse:
    """The announcement; once there is a look-back, that comes first. A draft's preview has no row yet."""
    event = _row_of(page)
    items = _programme(request, page)
    context = {
        "page": page,
        "event": event,
        "organisation": event.organisation if event else page.organisation,
        "programme": items,
        "speakers": _speakers(items),
        "outcomes": page.outcomes.all(),
        "other_editions": _other_editions(event),
        "json_ld": event_json_ld(page, event) if event else None,
    }
    return render(request, page.get_template(request), context)


def _row_of(page: Page) -> Event | None:
    """With all that page and row both name, fetched once."""
    related = ("organisation__organiser_page", "event_type", "series", "municipality", "venue__municipality")
    event = Event.objects.filter(page=page).select_related(*related).first()
    for name in ("event_type", "series", "municipality", "venue"):
        if event and getattr(event, f"{name}_id") == getattr(page, f"{name}_id"):
            setattr(page, name, getattr(event, name))
    return event


def _programme(request: HttpRequest, page: Page) -> Any:
    """In a preview the parts are as they stand in the editor, so there is nothing to fetch them by."""
    if getattr(request, "is_preview", False):
        return page.programme_items.all()
    speakers = ProgrammeSpeaker.objects.select_related("person__portrait")
    return page.programme_items.prefetch_related(Prefetch("speakers", speakers))


def _speakers(items: object) -> list[object]:
    people = {speaker.person.pk: speaker.person for item in items for speaker in item.speakers.all()}  # type: ignore[attr-defined]
    return list(people.values())


def _other_editions(event: Event | None) -> list[Event]:
    if event is None or event.series is None:
        return []
    editions = Event.objects.public().filter(series=event.series).exclude(pk=event.pk)
    return list(editions.order_by("-starts_at")[:12])
