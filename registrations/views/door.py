"""At the door: a volunteer scans for one event, with a link and without an account."""

import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennisstad.views import refused
from registrations.attendance import admitted_count
from registrations.availability import places_taken
from registrations.checkin import check_in
from registrations.doors import door_of
from registrations.forms import ScanForm
from registrations.models import Door, Scan
from registrations.verdict_words import (
    VerdictWords,
    expired_words,
    stopped_words,
    unreadable_words,
    words,
)

DOOR = "door"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_door(request: HttpRequest, token: str) -> HttpResponse:
    """The link shows the event; the button makes this phone a scanner."""
    door = door_of(token)
    if door is None or not door.is_open():
        return _closed(request)
    if request.method == "POST":
        request.session[DOOR] = door.pk
        return redirect("registrations:checkin")
    return render(request, "registrations/open_door.html", {"door": door, "event": door.event})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkin(request: HttpRequest) -> HttpResponse:
    """The scanner. Without a script it is a form that answers with a verdict."""
    door = _door(request)
    if door is None or not door.is_open():
        return _no_door(request, door)
    if request.method != "POST":
        return _scanner(request, door, ScanForm())
    form = ScanForm(request.POST)
    if not form.is_valid():
        return _scanner(request, door, form, status=400)
    return _scanner(request, door, ScanForm(), scan=_check_in(door, form))


@never_cache
@require_POST
def scan(request: HttpRequest) -> JsonResponse:
    """What the camera saw."""
    door = _door(request)
    if door is None or not door.is_open():
        return _stopped(door)
    form = ScanForm(_json(request))
    if not form.is_valid():
        return JsonResponse(asdict(unreadable_words()), status=400)
    return JsonResponse(asdict(words(_check_in(door, form))))


@never_cache
@require_safe
def count(request: HttpRequest) -> JsonResponse:
    """How many are inside, through any door. Asked on its own, so that no verdict waits for it."""
    door = _door(request)
    if door is None or not door.is_open():
        return _stopped(door)
    return JsonResponse(_figures(door))


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    request.session.pop(DOOR, None)
    return redirect("registrations:checkin")


def _door(request: HttpRequest) -> Door | None:
    """The one whose link this phone opened, whether or not it still works."""
    return Door.objects.select_related("event").filter(pk=request.session.get(DOOR, 0)).first()


def _ending(door: Door | None) -> VerdictWords:
    """Why this phone scans no more."""
    return stopped_words() if door is None or door.revoked_at else expired_words()


def _check_in(door: Door, form: ScanForm) -> Scan:
    return check_in(door.event, form.cleaned_data["code"], nonce=form.cleaned_data["nonce"], door=door)


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _stopped(door: Door | None) -> JsonResponse:
    return JsonResponse(asdict(_ending(door)), status=_no_door_status(door))


def _no_door(request: HttpRequest, door: Door | None) -> HttpResponse:
    """In words. Whoever only looks, and never opened a link, did nothing wrong."""
    status = 200 if door is None and request.method != "POST" else _no_door_status(door)
    ending = _ending(door) if door else None
    return render(request, "registrations/no_door.html", {"ending": ending}, status=status)


def _no_door_status(door: Door | None) -> int:
    return 410 if door else 403


def _figures(door: Door) -> dict[str, int]:
    return {"admitted": admitted_count(door.event), "registered": places_taken(door.event)}


def _scanner(
    request: HttpRequest, door: Door, form: ScanForm, *, scan: Scan | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "door": door,
        "event": door.event,
        "form": form,
        "verdict": words(scan) if scan else None,
        **_figures(door),
    }
    return render(request, "registrations/scanner.html", context, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    message = _("It is only good for one event and for a short time. Ask the organiser for a new link.")
    return refused(request, message, title=_("This link does not work (any more)"), status=410)
