"""Registering and cancelling, without an account."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.event_paths import get_public_event_or_404, redirect_moved_event
from events.models import Event
from kennisstad.limits.counting import RateLimitExceeded
from kennisstad.limits.retry_after import wait_in_words, with_retry_after
from kennisstad.mail.links import BadLink, sign, unsign, uuid_of
from kennisstad.web.views import error_page
from registrations import signup
from registrations.availability import Availability, State, availability_of
from registrations.cancel import cancel as give_back
from registrations.email_correction import correct_email
from registrations.emails import CANCEL, registration_from_token_value
from registrations.error_messages import cancel_error_message, sign_up_error_message
from registrations.exceptions import RegistrationRefused
from registrations.forms import EmailForm, SignUpForm
from registrations.models import Registration, Submission
from registrations.models.registration import last_day_kept
from registrations.views.limits import count_mail
from registrations.views.lost_ticket import too_often_words

CONFIRMED = "registrations.confirmed"
CONFIRMATION_SHOWN = timedelta(hours=1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@redirect_moved_event
def sign_up(request: HttpRequest, path: str) -> HttpResponse:
    event = get_public_event_or_404(path)
    if request.method != "POST":
        return _form_page(request, event, SignUpForm())
    form = SignUpForm(request.POST)
    if not form.is_valid():
        return _form_page(request, event, form, status=400)
    try:
        count_mail(request, form.cleaned_data["email"])
    except RateLimitExceeded as refusal:
        return _too_often_page(request, event, form, refusal)
    return _sign_up(request, event, form)


def _too_often_page(
    request: HttpRequest, event: Event, form: SignUpForm, refusal: RateLimitExceeded
) -> HttpResponse:
    message = _(
        "We got very many registrations from you just now. You are not registered yet. What you filled in is still"
        " here: send it again in %(wait)s."
    )
    form.add_error(None, message % {"wait": wait_in_words(refusal.wait)})
    return with_retry_after(_form_page(request, event, form, status=429), refusal.wait)


def _sign_up(request: HttpRequest, event: Event, form: SignUpForm) -> HttpResponse:
    try:
        done = signup.sign_up(
            event,
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            language=get_language() or "nl",
            submission=form.cleaned_data["submission"],
        )
    except RegistrationRefused as refusal:
        return _closed_page(request, event, availability_of(event), refusal)
    return redirect("registrations:confirmed", path=event.path, token=sign(CONFIRMED, str(done.key)))


def _form_page(request: HttpRequest, event: Event, form: SignUpForm, *, status: int = 200) -> HttpResponse:
    availability = availability_of(event)
    if availability.state is not State.OPEN:
        refusal = RegistrationRefused(signup.REASONS[availability.state])
        return _closed_page(request, event, availability, refusal, status=status)
    context = {"event": event, "form": form, "availability": availability, "kept_until": last_day_kept(event)}
    return render(request, "registrations/sign_up.html", context, status=status)


def _closed_page(
    request: HttpRequest,
    event: Event,
    availability: Availability,
    refusal: RegistrationRefused,
    *,
    status: int = 409,
) -> HttpResponse:
    title, message = sign_up_error_message(refusal.code, availability)
    context = {"event": event, "title": title, "message": message}
    return render(request, "registrations/closed.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@redirect_moved_event
def confirmed(request: HttpRequest, path: str, token: str) -> HttpResponse:
    """The same page for a new place and for an address that had one, so it says nothing about others.

    Whoever sent the form can have the ticket mailed again, or to another address.
    """
    event = get_public_event_or_404(path)
    try:
        key = uuid_of(unsign(CONFIRMED, token, CONFIRMATION_SHOWN))
        submission = Submission.objects.select_related("registration").get(key=key, registration__event=event)
    except (BadLink, Submission.DoesNotExist):
        message = _("Did you register? Then everything is in the mail we sent you.")
        return error_page(request, message, title=_("This page is no longer shown"), status=410)
    submission.registration.event = event  # with all that its page names
    if submission.registration.is_cancelled:
        message = _("Changed your mind? While there are places you can register again.")
        return error_page(request, message, title=_("Your registration is cancelled"), status=410)
    form = EmailForm(request.POST or None, initial={"email": submission.email})
    if not form.is_valid():
        return _confirmed_page(request, submission, form, status=400 if form.is_bound else 200)
    try:
        count_mail(request, form.cleaned_data["email"])
    except RateLimitExceeded as refusal:
        form.add_error(None, too_often_words(refusal))
        return with_retry_after(_confirmed_page(request, submission, form, status=429), refusal.wait)
    answer = correct_email(submission, form.cleaned_data["email"])
    return redirect("registrations:confirmed", path=event.path, token=sign(CONFIRMED, str(answer.key)))


def _confirmed_page(
    request: HttpRequest, submission: Submission, form: EmailForm, *, status: int = 200
) -> HttpResponse:
    context = {"event": submission.registration.event, "submission": submission, "form": form}
    return render(request, "registrations/confirmed.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    try:
        registration = registration_from_token_value(unsign(CANCEL, token))
    except BadLink:
        registration = None
    if registration is None:
        message = _("Use the link in the mail with your ticket. Copy the whole address.")
        return error_page(request, message, title=_("This link does not work"), status=404)
    if request.method != "POST":
        return render(
            request, "registrations/cancel.html", {"registration": registration, "event": registration.event}
        )
    return _give_back(request, registration)


def _give_back(request: HttpRequest, registration: Registration) -> HttpResponse:
    try:
        give_back(registration)
    except RegistrationRefused as refusal:
        title, message = cancel_error_message(refusal.code)
        return error_page(request, message, title=title, status=409)
    return redirect(request.path)
