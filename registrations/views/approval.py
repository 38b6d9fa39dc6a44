"""Answering who asked for a place, in the CMS. Only for one's own events."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from events.models import Event
from registrations.approval import admit, admit_all, refuse
from registrations.availability import availability_of
from registrations.error_messages import organiser_error_message
from registrations.exceptions import RegistrationRefused
from registrations.models import Registration
from registrations.organiser_forms import RefusalForm
from registrations.views.organiser import event_frame, own_event, status_of


@require_POST
def admit_one(request: HttpRequest, pk: UUID, registration_id: UUID) -> HttpResponse:
    registration = _registration(request, pk, registration_id)
    shown = request.POST.get("people", "")
    try:
        admit(registration, request.user, shown=int(shown) if shown.isdecimal() else None)
    except RegistrationRefused as refusal:
        return _not_done(request, registration.event, refusal)
    messages.success(request, _("%(name)s is admitted, and gets a mail.") % {"name": registration})
    return redirect("registrations_admin:event", pk)


@require_POST
def admit_everybody(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whom there is room for."""
    event = own_event(request, pk)
    try:
        admitted, waiting = admit_all(event, request.user)
    except RegistrationRefused as refusal:
        return _not_done(request, event, refusal)
    if admitted:
        words = ngettext("One request is admitted.", "%(number)d requests are admitted.", admitted)
        messages.success(request, words % {"number": admitted})
    if waiting:
        words = ngettext(
            "For one request there is no room.", "For %(number)d requests there is no room.", waiting
        )
        messages.warning(request, words % {"number": waiting})
    return redirect("registrations_admin:event", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse_one(request: HttpRequest, pk: UUID, registration_id: UUID) -> HttpResponse:
    """Asks first: a mail goes out."""
    registration = _registration(request, pk, registration_id)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            refuse(registration, form.cleaned_data["words"], request.user)
        except RegistrationRefused as refusal:
            return _not_done(request, registration.event, refusal)
        messages.success(request, _("%(name)s gets a mail that there is no place.") % {"name": registration})
        return redirect("registrations_admin:event", pk)
    context = {"event": registration.event, "registration": registration, "form": form}
    frame = event_frame(registration.event, _("Refuse a request"))
    return render(request, "registrations/organiser/refuse.html", context | frame, status=status_of(form))


def _registration(request: HttpRequest, pk: UUID, registration_id: UUID) -> Registration:
    """Without its name there is nobody to answer."""
    event = own_event(request, pk)
    registration = get_object_or_404(event.registrations.exclude(name=""), pk=registration_id)
    registration.event = event
    return registration


def _not_done(request: HttpRequest, event: Event, refusal: RegistrationRefused) -> HttpResponse:
    words = organiser_error_message(refusal.code, availability_of(event))
    messages.error(request, _("Not done. %(why)s") % {"why": words})
    return redirect("registrations_admin:event", event.pk)
