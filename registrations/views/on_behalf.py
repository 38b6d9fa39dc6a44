"""Registering somebody else, in the CMS. Only for one's own events."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Event
from registrations.availability import availability_of
from registrations.error_messages import organiser_error_message
from registrations.exceptions import RegistrationRefused
from registrations.models import Registration
from registrations.on_behalf import register_on_behalf
from registrations.organiser_forms import OnBehalfForm
from registrations.views.organiser import event_frame, own_event


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    event = own_event(request, pk)
    form = OnBehalfForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, event, form, status=422 if form.is_bound else 200)
    try:
        added = register_on_behalf(event, request.user, **form.cleaned_data)
    except RegistrationRefused as refusal:
        form.add_error(None, organiser_error_message(refusal.code, availability_of(event)))
        return _page(request, event, form, status=409)
    return redirect("registrations_admin:added", pk, added.pk)


@require_safe
def added(request: HttpRequest, pk: UUID, registration_id: UUID) -> HttpResponse:
    """The tickets, to print for whoever has no address."""
    event = own_event(request, pk)
    by_desk = event.registrations.filter(source=Registration.Source.DESK).exclude(name="")
    registration = get_object_or_404(by_desk, pk=registration_id)
    registration.event = event
    context = {"event": event, "registration": registration}
    frame = event_frame(event, _("Register somebody"))
    response = render(request, "registrations/organiser/added.html", context | frame)
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, event: Event, form: OnBehalfForm, *, status: int) -> HttpResponse:
    context = {"event": event, "form": form, "availability": availability_of(event)}
    frame = event_frame(event, _("Register somebody"))
    return render(request, "registrations/organiser/add.html", context | frame, status=status)
