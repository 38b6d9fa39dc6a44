"""At the door: a volunteer scans for one event, with a link and without an account."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.models import Event
from kennisstad.web.views import error_page
from registrations.attendees import admitted_count
from registrations.availability import seats_taken
from registrations.checkin import check_in, check_in_others, undo_scan
from registrations.doors import door_of, pair, stop_phone
from registrations.forms import NonceForm, ScanForm
from registrations.models import Device, Door, Scan
from registrations.verdict_words import (
    VerdictWords,
    expired_words,
    stopped_words,
    undone_words,
    unreadable_words,
    words,
)

PAIRED = "devices"
DEVICES = Device.objects.select_related("door__event")
# A scan is asked for at the pace of a queue, so it reads only what it needs to know.
SCANNERS = DEVICES.only(
    "is_practice", "revoked_at", "door__revoked_at", "door__event__ends_at", "door__event__status"
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_door(request: HttpRequest, token: str) -> HttpResponse:
    """The link shows the event; the button makes this phone a scanner."""
    door = door_of(token)
    if door is None or not door.is_open():
        return _closed(request)
    if request.method == "POST":
        device = pair(door, practice="practice" in request.POST)
        _keep(request, device)
        return redirect(reverse("registrations:checkin", query={"device": device.pk}))
    return render(request, "registrations/open_door.html", {"door": door, "event": door.event})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkin(request: HttpRequest) -> HttpResponse:
    """The scanner. Without a script it is a form that answers with a verdict."""
    device = _device(request)
    if device is None or not device.is_open():
        return _no_door(request, device)
    if request.method != "POST":
        return _scanner(request, device, ScanForm())
    form = ScanForm(request.POST)
    if not form.is_valid():
        return _scanner(request, device, form, status=400)
    return _scanner(request, device, ScanForm(), verdict=words(_check_in(device, form)))


@never_cache
@require_POST
def scan(request: HttpRequest) -> JsonResponse:
    """What the camera saw."""
    device = _device(request, SCANNERS)
    if device is None or not device.is_open():
        return _stopped(device)
    form = ScanForm(_json(request))
    if not form.is_valid():
        return JsonResponse(asdict(unreadable_words()), status=400)
    return JsonResponse(asdict(words(_check_in(device, form))))


@never_cache
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Somebody was let in by mistake, by this phone."""
    return _about_scan(request, lambda device, nonce: undone_words() if undo_scan(device, nonce) else None)


@never_cache
@require_POST
def others(request: HttpRequest) -> HttpResponse:
    """All who came along with whoever was just scanned: they stand there together, and one code is enough."""

    def let_in(device: Device, nonce: UUID) -> VerdictWords | None:
        scan = check_in_others(device, nonce)
        return words(scan) if scan else None

    return _about_scan(request, let_in)


def _about_scan(
    request: HttpRequest, answer_to: Callable[[Device, UUID], VerdictWords | None]
) -> HttpResponse:
    """About what this phone scanned before, by its number. Nothing to say means that nothing was scanned with it."""
    device = _device(request)
    is_script = request.content_type == "application/json"
    if device is None or not device.is_open():
        return _stopped(device) if is_script else _no_door(request, device)
    form = NonceForm(_json(request) if is_script else request.POST)
    answer = answer_to(device, form.cleaned_data["nonce"]) if form.is_valid() else None
    status, answer = (200, answer) if answer else (400, unreadable_words())
    if is_script:
        return JsonResponse(asdict(answer), status=status)
    return _scanner(request, device, ScanForm(), verdict=answer, status=status)


@never_cache
@require_safe
def count(request: HttpRequest) -> JsonResponse:
    """How many are inside, through any door. Asked on its own, so that no verdict waits for it."""
    device = _device(request)
    if device is None or not device.is_open():
        return _stopped(device)
    return JsonResponse(_figures(device.door.event))


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """In this tab. The page that follows names it still, so that it does not become the scanner of another tab."""
    if device := _device(request):
        stop_phone(device)
        _forget(request, device)
    return redirect(reverse("registrations:checkin", query=request.GET))


def _device(request: HttpRequest, devices: QuerySet[Device] = DEVICES) -> Device | None:
    """What this tab became when it opened a door's link, whether or not it still works. Who names none is the last."""
    _carry_over(request)
    named = request.GET.get("device")
    paired = [number for number in _paired(request) if named in {None, str(number)}]
    return devices.filter(pk__in=paired[-1:]).first()


def _paired(request: HttpRequest) -> list[int]:
    """One for each time that this phone opened a door's link."""
    return request.session.get(PAIRED, [])


def _keep(request: HttpRequest, device: Device) -> None:
    request.session[PAIRED] = [*_paired(request), device.pk]


def _forget(request: HttpRequest, device: Device) -> None:
    request.session[PAIRED] = [number for number in _paired(request) if number != device.pk]


def _carry_over(request: HttpRequest) -> None:
    """A phone that scanned before the upgrade goes on; this can go with the next version."""
    if "door" in request.session:
        door = Door.objects.filter(pk=request.session.pop("door")).first()
        if door and not _paired(request):
            _keep(request, pair(door))


def _ending(device: Device | None) -> VerdictWords:
    """Why this phone scans no more."""
    return stopped_words() if device is None or device.is_stopped else expired_words()


def _check_in(device: Device, form: ScanForm) -> Scan:
    return check_in(device, form.cleaned_data["code"], nonce=form.cleaned_data["nonce"])


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):  # what came as a form was read already
        return {}
    return data if isinstance(data, dict) else {}


def _stopped(device: Device | None) -> JsonResponse:
    return JsonResponse(asdict(_ending(device)), status=_no_door_status(device))


def _no_door(request: HttpRequest, device: Device | None) -> HttpResponse:
    """In words. Whoever only looks, and never opened a link, did nothing wrong."""
    status = 200 if device is None and request.method != "POST" else _no_door_status(device)
    ending = _ending(device) if device else None
    return render(request, "registrations/no_door.html", {"ending": ending}, status=status)


def _no_door_status(device: Device | None) -> int:
    return 410 if device else 403


def _figures(event: Event) -> dict[str, int]:
    return {
        "admitted": admitted_count(event),
        "registered": seats_taken(timezone.now(), registration__event=event),
    }


def _scanner(
    request: HttpRequest,
    device: Device,
    form: ScanForm,
    *,
    verdict: VerdictWords | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "device": device,
        "door": device.door,
        "event": device.door.event,
        "form": form,
        "verdict": verdict,
        **_figures(device.door.event),
    }
    return render(request, "registrations/scanner.html", context, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    message = _("It is only good for one event and for a short time. Ask the organiser for a new link.")
    return error_page(request, message, title=_("This link does not work (any more)"), status=410)
