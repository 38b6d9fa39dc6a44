"""The organiser's side, in the CMS: who comes, with what settings, and by which doors. Only for one's own events."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.models import Event
from events.models.event import EventQuerySet
from kennisstad.accounts import access
from kennisstad.audit.log import record
from kennisstad.languages import in_language
from kennisstad.web.cms_header import cms_header
from registrations import qr
from registrations.attendees import admitted_count, as_csv, matching, registrations_with_tickets
from registrations.availability import availability_of
from registrations.door_list import door_list
from registrations.doors import close_door, door_full_url, open_door, stop_phone
from registrations.event_counts import events_with_counts
from registrations.models import Device, Door
from registrations.organiser_forms import DoorForm, SearchForm, SettingsForm
from registrations.registration_settings import change_settings
from registrations.settings_words import settings_in_words

PER_PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The events that are coming, the next one first; then those that are over."""
    if not access.is_staff(request.user):
        raise PermissionDenied
    past = request.GET.get("which") == "past"
    events = _own_events(request).exclude(version=0)
    page_obj = Paginator(events.past() if past else events.upcoming(), PER_PAGE).get_page(
        request.GET.get("p")
    )
    context = {"past": past, "page_obj": page_obj, "lines": events_with_counts(page_obj.object_list)}
    return render(request, "registrations/organiser/index.html", context | cms_header(_("Registrations")))


@require_http_methods(["GET", "HEAD", "POST"])
def event_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who registered. Searching is a POST, because names don't belong in addresses and logs."""
    event = own_event(request, pk)
    search = SearchForm(request.POST or None)
    rows = registrations_with_tickets(event)
    if search.is_valid():
        rows = matching(rows, search.cleaned_data["words"])
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "event": event,
        "availability": availability_of(event),
        "summary": settings_in_words(event.registration_settings),
        "admitted": admitted_count(event),
        "pending": [] if search.is_bound else rows.to_be_answered(timezone.now())[:PER_PAGE],
        "is_answerable": not (event.is_cancelled or event.is_over(timezone.now())),
        "asking": event.registrations.to_be_answered(timezone.now()).count(),
        "search": search,
        "page_obj": page_obj,
    }
    status = 400 if search.errors else 200
    return render(request, "registrations/organiser/event.html", context | event_frame(event), status=status)


@require_POST
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leaves a trace: the file takes personal data out of the house."""
    event = own_event(request, pk)
    rows = registrations_with_tickets(event)
    record("registrations.exported", event, request.user, rows=rows.count())
    response = HttpResponse(as_csv(rows).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    name = event.path.rstrip("/").rsplit("/", 1)[-1]
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def printed_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who is expected, to print: a page of its own, without the CMS around it."""
    event = own_event(request, pk)
    context = {"event": event, "lines": door_list(event), "drawn_up_at": timezone.now()}
    response = render(request, "registrations/organiser/door_list.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, pk: UUID) -> HttpResponse:
    event = own_event(request, pk)
    form = SettingsForm(request.POST or None, instance=event.registration_settings)
    if form.is_valid():
        change_settings(event, request.user, **form.settings_values)
        messages.success(request, _("Saved."))
        return redirect("registrations_admin:event", pk)
    saved = own_event(request, pk)
    context = {
        "event": event,
        "form": form,
        "availability": availability_of(saved),
        "summary": settings_in_words(saved.registration_settings),
    }
    frame = event_frame(event, _("Registration settings"))
    return render(request, "registrations/organiser/settings.html", context | frame, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def doors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The links for volunteers, and a form for one more."""
    event = own_event(request, pk)
    form = DoorForm(request.POST or None)
    if form.is_valid():
        door = open_door(event, form.cleaned_data["label"], request.user)
        return redirect("registrations_admin:door", pk, door.pk)
    context = {"event": event, "form": form, "doors": _with_state(event.doors.all())}
    frame = event_frame(event, _("Doors"))
    return render(request, "registrations/organiser/doors.html", context | frame, status=status_of(form))


@require_safe
def door(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One door's link, as a code to hold in front of a volunteer's phone."""
    event = own_event(request, pk)
    row = get_object_or_404(Door, event=event, pk=number)
    context = {
        "event": event,
        "door": row,
        "is_open": row.is_open(),
        "address": door_full_url(row),
        "phones": row.devices.filter(revoked_at=None).annotate(scanned=Count("scans")),
    }
    frame = event_frame(event, row.label)
    response = render(request, "registrations/organiser/door.html", context | frame)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def door_code(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    row = get_object_or_404(Door, event=own_event(request, pk), pk=number)
    response = HttpResponse(qr.svg(door_full_url(row)), content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def close(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    close_door(get_object_or_404(Door, event=own_event(request, pk), pk=number), request.user)
    messages.success(request, _("The link has stopped. No phone can scan with it any more."))
    return redirect("registrations_admin:doors", pk)


@require_POST
def stop_device(request: HttpRequest, pk: UUID, number: int, phone: int) -> HttpResponse:
    devices = Device.objects.select_related("door")
    device = get_object_or_404(devices, pk=phone, door=number, door__event=own_event(request, pk))
    stop_phone(device, request.user)
    messages.success(request, _("This phone can scan no more. The others can."))
    return redirect("registrations_admin:door", pk, number)


def _own_events(request: HttpRequest) -> EventQuerySet:
    return Event.objects.filter(organisation__in=access.organisations_of(request.user))


def own_event(request: HttpRequest, pk: UUID) -> Event:
    related = ("organisation", "venue__municipality", "municipality", "registration_settings")
    return get_object_or_404(_own_events(request).select_related(*related), pk=pk)


def _with_state(doors: QuerySet[Door]) -> list[tuple[Door, bool]]:
    now = timezone.now()
    return [(row, row.is_open(now)) for row in doors]


def status_of(form: BaseForm) -> int:
    return 422 if form.is_bound else 200


def event_frame(event: Event, part: str = "") -> dict[str, object]:
    title = in_language(event, "title")
    above = [(reverse("registrations_admin:index"), _("Registrations"))]
    if not part:
        return cms_header(title, *above)
    return cms_header(part, *above, (reverse("registrations_admin:event", args=[event.pk]), title))
