"""Registering and cancelling, without an account."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.addresses import event_at, follow_moves
from events.models import Event
from kennisstad.limits.counting import TooOften, count
from kennisstad.limits.visitors import visitor
from kennisstad.limits.words import in_words, with_retry_after
from kennisstad.mail.links import BadLink, sign, unsign
from kennisstad.views import refused
from registrations import signup
from registrations.availability import Availability, State, availability_of
from registrations.cancel import cancel as give_back
from registrations.emails import CANCEL
from registrations.forms import SignUpForm
from registrations.models import Registration
from registrations.models.registration import last_day_kept
from registrations.refusal import Refused
from registrations.refusal_words import cancel_words, sign_up_words

CONFIRMED = "registrations.confirmed"
CONFIRMATION_SHOWN = timedelta(hours=1)
VISITOR_PERIOD = timedelta(minutes=10)
# Nobody comes to more events than this; a stranger can fill no mailbox with tickets.
ADDRESS_LIMITS = ((20, timedelta(hours=1)), (40, timedelta(days=1)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@follow_moves
def sign_up(request: HttpRequest, path: str) -> HttpResponse:
    event = event_at(path)
    if request.method != "POST":
        return _form_page(request, event, SignUpForm())
    form = SignUpForm(request.POST)
    if not form.is_valid():
        return _form_page(request, event, form, status=400)
    try:
        _count(request, form)
    except TooOften as refusal:
        return _too_often_page(request, event, form, refusal)
    return _take_place(request, event, form)


def _count(request: HttpRequest, form: SignUpForm) -> None:
    """No puzzles; but nobody fills a hall with invented names or somebody's mailbox with tickets."""
    address = form.cleaned_data["email"].lower()
    count(f"sign-up by {visitor(request)}", settings.SIGN_UPS_PER_VISITOR, VISITOR_PERIOD)
    for amount, period in ADDRESS_LIMITS:
        count(f"sign-up of {address}", amount, period)


def _too_often_page(request: HttpRequest, event: Event, form: SignUpForm, refusal: TooOften) -> HttpResponse:
    message = _(
        "We got very many registrations from you just now. You are not registered yet. What you filled in is still"
        " here: send it again in %(wait)s."
    )
    form.add_error(None, message % {"wait": in_words(refusal.wait)})
    return with_retry_after(_form_page(request, event, form, status=429), refusal.wait)


def _take_place(request: HttpRequest, event: Event, form: SignUpForm) -> HttpResponse:
    try:
        registration = signup.sign_up(
            event,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            language=get_language() or "nl",
            submission=form.cleaned_data["submission"],
        )
    except Refused as refusal:
        return _closed_page(request, event, availability_of(event), refusal)
    return redirect("registrations:confirmed", path=event.path, token=sign(CONFIRMED, str(registration.pk)))


def _form_page(request: HttpRequest, event: Event, form: SignUpForm, *, status: int = 200) -> HttpResponse:
    places = availability_of(event)
    if places.state is not State.OPEN:
        refusal = Refused(signup.REASONS[places.state])
        return _closed_page(request, event, places, refusal, status=status)
    context = {"event": event, "form": form, "places": places, "kept_until": last_day_kept(event)}
    return render(request, "registrations/sign_up.html", context, status=status)


def _closed_page(
    request: HttpRequest, event: Event, places: Availability, refusal: Refused, *, status: int = 409
) -> HttpResponse:
    title, message = sign_up_words(refusal.code, places)
    context = {"event": event, "title": title, "message": message}
    return render(request, "registrations/closed.html", context, status=status)


@never_cache
@require_safe
@follow_moves
def confirmed(request: HttpRequest, path: str, token: str) -> HttpResponse:
    """The same page for a new place and for an address that had one, so it says nothing about others."""
    event = event_at(path)
    try:
        pk = UUID(unsign(CONFIRMED, token, CONFIRMATION_SHOWN))
        registration = Registration.objects.get(pk=pk, event=event)
    except (BadLink, Registration.DoesNotExist):
        message = _("Did you register? Then everything is in the mail we sent you.")
        return refused(request, message, title=_("This page is no longer shown"), status=410)
    if registration.is_cancelled:
        message = _("Changed your mind? While there are places you can register again.")
        return refused(request, message, title=_("Your registration is cancelled"), status=410)
    context = {"event": event, "registration": registration}
    return render(request, "registrations/confirmed.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    try:
        registration = Registration.objects.select_related(
            "event__venue__municipality", "event__municipality"
        ).get(pk=UUID(unsign(CANCEL, token)))
    except (BadLink, Registration.DoesNotExist):
        message = _("Use the link in the mail with your ticket. Copy the whole address.")
        return refused(request, message, title=_("This link does not work"), status=404)
    if request.method != "POST":
        return render(
            request, "registrations/cancel.html", {"registration": registration, "event": registration.event}
        )
    return _give_back(request, registration)


def _give_back(request: HttpRequest, registration: Registration) -> HttpResponse:
    try:
        give_back(registration)
    except Refused as refusal:
        title, message = cancel_words(refusal.code)
        return refused(request, message, title=title, status=409)
    return redirect(request.path)
