"""One's own registration, by the link in its mail: what holds, who comes, and whoever comes along as well."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kennisstad.limits.counting import RateLimitExceeded
from kennisstad.limits.retry_after import with_retry_after
from kennisstad.mail.links import BadLink, unsign
from kennisstad.web.views import error_page
from registrations.availability import availability_of
from registrations.emails import MANAGE, registration_from_token_value
from registrations.erasing import erase_registration
from registrations.error_messages import party_error_message
from registrations.exceptions import Reason, RegistrationRefused
from registrations.forms import GroupSizeForm, PartyForm
from registrations.models import Registration
from registrations.own_data import own_data
from registrations.party import change_party, resize_group
from registrations.ticket_mails import mail_ticket_again
from registrations.views.limits import count_mail
from registrations.views.lost_ticket import too_often_words

type AnyForm = PartyForm | GroupSizeForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponse:
    own = registration_of(token)
    if own is None:
        return unknown_link(request)
    if own.is_erased:
        return redirect("registrations:erase", token=token)
    if own.is_cancelled or own.event.is_cancelled:
        return redirect("registrations:cancel", token=token)
    if request.method != "POST":
        return _page(request, own, token, _form(own))
    if "mail" in request.POST:
        return _mail_again(request, own, token)
    return _change(request, own, token)


@never_cache
@require_safe
def data(request: HttpRequest, token: str) -> HttpResponse:
    own = registration_of(token)
    if own is None:
        return unknown_link(request)
    response = JsonResponse(own_data(own), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="kennisstad.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first: it cannot be taken back, and before the event it is cancelling too."""
    own = registration_of(token)
    if own is None:
        return unknown_link(request)
    if request.method == "POST":
        erase_registration(own)
        return redirect(request.path)
    context = {"registration": own, "event": own.event, "token": token, "is_over": _is_over(own)}
    return render(request, "registrations/erase.html", context)


def _is_over(own: Registration) -> bool:
    return own.event.is_over(timezone.now())


def registration_of(token: str) -> Registration | None:
    """Whose link it is, unless it leads nowhere."""
    try:
        return registration_from_token_value(unsign(MANAGE, token))
    except BadLink:
        return None


def unknown_link(request: HttpRequest) -> HttpResponse:
    message = _("Use the link in the mail with your ticket. Copy the whole address.")
    return error_page(request, message, title=_("This link does not work"), status=404)


def _change(request: HttpRequest, own: Registration, token: str) -> HttpResponse:
    form = _form(own, request)
    if not form.is_valid():
        return _page(request, own, token, form, status=400)
    try:
        if isinstance(form, GroupSizeForm):
            resize_group(own, form.cleaned_data["number"])
        else:
            change_party(own, form.names, form.cleaned_data["companions"], shown=form.names)
    except RegistrationRefused as refusal:
        if refusal.code is Reason.CHANGED:
            return redirect(f"{request.path}?done=meanwhile")
        form.add_error(None, party_error_message(refusal.code, availability_of(own.event)))
        return _page(request, own, token, form, status=409)
    return redirect(f"{request.path}?done={'changed' if form.changes_seats else 'saved'}")


def _mail_again(request: HttpRequest, own: Registration, token: str) -> HttpResponse:
    try:
        count_mail(request, own.email)
    except RateLimitExceeded as refusal:
        form = _form(own)
        page = _page(request, own, token, form, refused=too_often_words(refusal), status=429)
        return with_retry_after(page, refusal.wait)
    mail_ticket_again(own.email, own.event)
    return redirect(f"{request.path}?done=mailed")


def _form(own: Registration, request: HttpRequest | None = None) -> AnyForm:
    data = request.POST if request else None
    settings = own.event.registration_settings
    if own.group_name:
        return GroupSizeForm(data, tickets=own.valid_tickets, settings=settings)
    return PartyForm(data, tickets=own.valid_tickets, settings=settings)


def _page(
    request: HttpRequest,
    own: Registration,
    token: str,
    form: AnyForm,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "registration": own,
        "event": own.event,
        "token": token,
        "form": form,
        "is_over": _is_over(own),
        "done": request.GET.get("done"),
        "refused": refused,
    }
    return render(request, "registrations/own_registration.html", context, status=status)
