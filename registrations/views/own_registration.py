"""One's own registration, by the link in its mail: what holds, who comes, and whoever comes along as well."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
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

# What stands above the page after it was used.
DONE = {
    "changed": _(
        "Your registration is changed. Within a quarter of an hour you get one mail that says what holds."
    ),
    "saved": _("Saved."),
    "meanwhile": _("Something was changed meanwhile. Below stands what holds now."),
    "cancelled": _(
        "Those places are free for somebody else. Within a quarter of an hour you get a mail with what is left."
    ),
    "mailed": _("The tickets are mailed to your address, at most once an hour."),
}


def with_own_registration(
    view: Callable[[HttpRequest, Registration, str], HttpResponse],
) -> Callable[..., HttpResponse]:
    """For a view that the link in a mail leads to: it gets the registration that the link manages."""

    @wraps(view)
    def of_link(request: HttpRequest, token: str) -> HttpResponse:
        try:
            own = registration_from_token_value(unsign(MANAGE, token))
        except BadLink:
            own = None
        if own is None:
            message = gettext("Use the link in the mail with your ticket. Copy the whole address.")
            return error_page(request, message, title=gettext("This link does not work"), status=404)
        return view(request, own, token)

    return of_link


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_own_registration
def registration(request: HttpRequest, own: Registration, token: str) -> HttpResponse:
    if own.is_erased:
        return redirect("registrations:erase", token=token)
    if not own.is_current or own.event.is_cancelled:
        return redirect("registrations:cancel", token=token)
    if request.method != "POST":
        return _page(request, own, token, _form(own))
    if "mail" in request.POST:
        return _mail_again(request, own, token)
    return _change(request, own, token)


@never_cache
@require_safe
@with_own_registration
def data(_request: HttpRequest, own: Registration, _token: str) -> HttpResponse:
    response = JsonResponse(own_data(own), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="kennisstad.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_own_registration
def erase(request: HttpRequest, own: Registration, token: str) -> HttpResponse:
    """Asks first: it cannot be taken back, and before the event it is cancelling too."""
    if request.method == "POST":
        erase_registration(own)
        return redirect(request.path)
    context = {"registration": own, "event": own.event, "token": token, "is_over": _is_over(own)}
    return render(request, "registrations/erase.html", context)


def _is_over(own: Registration) -> bool:
    return own.event.is_over(timezone.now())


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
    # Who asks for a place hears nothing by mail until there is an answer.
    done = "changed" if form.changes_seats and not own.is_pending else "saved"
    return redirect(f"{request.path}?done={done}")


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
    form_class = GroupSizeForm if own.group_name else PartyForm
    return form_class(data, registration=own)


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
        "done": DONE.get(request.GET.get("done", "")),
        "refused": refused,
        "must_ask": own.must_ask_for_more,
    }
    return render(request, "registrations/own_registration.html", context, status=status)
