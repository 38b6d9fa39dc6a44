"""Whoever can't find a ticket has it mailed again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kennisstad.limits.counting import RateLimitExceeded
from kennisstad.limits.retry_after import wait_in_words, with_retry_after
from registrations.forms import EmailForm
from registrations.ticket_mails import mail_all_tickets
from registrations.views.limits import count_mail


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost_ticket(request: HttpRequest) -> HttpResponse:
    """The page says the same to all, so nobody learns who comes."""
    form = EmailForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form, status=400 if form.is_bound else 200)
    email = form.cleaned_data["email"]
    try:
        count_mail(request, email)
    except RateLimitExceeded as refusal:
        form.add_error(None, too_often_words(refusal))
        return with_retry_after(_page(request, form, status=429), refusal.wait)
    mail_all_tickets(email)
    # Not after a redirect: the address is personal, and sending the form again brings no second mail.
    return render(request, "registrations/lost_mailed.html", {"email": email})


def too_often_words(refusal: RateLimitExceeded) -> str:
    words = _(
        "We got very many requests from you just now. Look in your mail first, or try again in %(wait)s."
    )
    return words % {"wait": wait_in_words(refusal.wait)}


def _page(request: HttpRequest, form: EmailForm, *, status: int) -> HttpResponse:
    return render(request, "registrations/lost.html", {"form": form}, status=status)
