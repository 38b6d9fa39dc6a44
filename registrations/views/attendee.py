"""Registering and cancelling, without an account."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
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
from registrations.cancel import cancel_tickets as give_back
from registrations.cancel import tickets_outside
from registrations.email_correction import correct_email
from registrations.error_messages import cancel_error_message, sign_up_error_message
from registrations.exceptions import Reason, RegistrationRefused
from registrations.forms import CancelForm, EmailForm, GroupForm, SignUpForm
from registrations.models import Registration, Submission, Ticket
from registrations.models.registration import last_day_kept
from registrations.views.limits import count_mail
from registrations.views.lost_ticket import too_often_words
from registrations.views.own_registration import with_own_registration

CONFIRMED = "registrations.confirmed"
CONFIRMATION_SHOWN = timedelta(hours=1)
FEWER_CAN_COME = {Reason.TOO_FEW_SEATS, Reason.PARTY_TOO_LARGE}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@redirect_moved_event
def sign_up(request: HttpRequest, path: str) -> HttpResponse:
    return _register(request, get_public_event_or_404(path), SignUpForm)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@redirect_moved_event
def sign_up_group(request: HttpRequest, path: str) -> HttpResponse:
    event = get_public_event_or_404(path)
    if event.registration_settings.group_size is None:
        return redirect("registrations:sign_up", path=event.path)
    return _register(request, event, GroupForm)


def _register(request: HttpRequest, event: Event, form_class: type[SignUpForm]) -> HttpResponse:
    settings = event.registration_settings
    if request.method != "POST":
        return _form_page(request, event, form_class(settings=settings))
    form = form_class(request.POST, settings=settings)
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
            companions=form.companions,
            group_name=form.cleaned_data.get("group_name", ""),
        )
    except RegistrationRefused as refusal:
        if refusal.code in FEWER_CAN_COME:
            form.add_error(None, sign_up_error_message(refusal.code, availability_of(event))[1])
            return _form_page(request, event, form, status=409)
        return _closed_page(request, event, availability_of(event), refusal)
    address = reverse("registrations:confirmed", args=[event.path, sign(CONFIRMED, str(done.key))])
    return redirect(f"{address}?unchanged" if done.answer is signup.Answer.UNCHANGED else address)


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
    context = {
        "event": submission.registration.event,
        "submission": submission,
        "form": form,
        "is_unchanged": "unchanged" in request.GET,
    }
    # By what the event asks, not by what came of it: it says the same to whoever had a place.
    own = submission.made_it and submission.registration.is_pending
    asks = own or submission.registration.event.registration_settings.needs_approval
    template = "registrations/asked.html" if asks else "registrations/confirmed.html"
    return render(request, template, context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_own_registration
def cancel(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """All of it, or who is ticked."""
    if request.method != "POST":
        return _cancel_page(request, registration, token, CancelForm(_leaving(registration)))
    # One button is for all of them, and another for who is ticked.
    form = CancelForm(_leaving(registration), request.POST if "some" in request.POST else None)
    if form.errors:
        return _cancel_page(request, registration, token, form, status=400)
    try:
        left = give_back(registration, form.leaving)
    except RegistrationRefused as refusal:
        title, message = cancel_error_message(refusal.code)
        return error_page(request, message, title=title, status=409)
    if not left.is_current:
        return redirect("registrations:cancel", token=token)
    done = "saved" if left.is_pending else "cancelled"
    return redirect(reverse("registrations:registration", args=[token]) + f"?done={done}")


def _leaving(registration: Registration) -> list[Ticket]:
    """Who can still cancel; once everybody is inside all are asked, and told so."""
    return tickets_outside(registration) or registration.current_tickets


def _cancel_page(
    request: HttpRequest, registration: Registration, token: str, form: CancelForm, *, status: int = 200
) -> HttpResponse:
    context = {"registration": registration, "event": registration.event, "token": token, "form": form}
    return render(request, "registrations/cancel.html", context, status=status)
