"""Subscribing, confirming, choosing and leaving, without an account. Only a POST changes anything."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kennisstad.limits.counting import Limit, RateLimitExceeded, check_rate_limits
from kennisstad.limits.retry_after import wait_in_words, with_retry_after
from kennisstad.limits.visitors import visitor
from kennisstad.mail.links import BadLink
from kennisstad.mailbox import normal_form
from kennisstad.web.views import error_page
from newsletter import consent, links, subscriptions
from newsletter.forms import LanguageForm, SubscribeForm
from newsletter.models import Consent, IssuePage, NewsletterPage, Subscriber

VISITOR_PERIOD = timedelta(minutes=10)
# Each asks for a mail: a stranger can fill no mailbox.
ADDRESS_LIMIT, ADDRESS_PERIOD = 5, timedelta(hours=12)
LATEST = 3
SAVED = "saved"

type View = Callable[[HttpRequest, str], HttpResponse]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, SubscribeForm())
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=400)
    email, language = form.cleaned_data["email"], form.cleaned_data["language"]
    try:
        check_rate_limits(
            Limit(f"newsletter by {visitor(request)}", settings.SIGN_UPS_PER_VISITOR, VISITOR_PERIOD),
            Limit(f"newsletter for {normal_form(email)}", ADDRESS_LIMIT, ADDRESS_PERIOD),
        )
    except RateLimitExceeded as refusal:
        return _too_often_page(request, form, refusal)
    subscriptions.subscribe(email, language=language, source_page=request.path)
    # Not after a redirect: the address is personal, and sending the form again brings no second mail.
    return render(request, "newsletter/asked.html", {"email": email})


def _too_often_page(request: HttpRequest, form: SubscribeForm, refusal: RateLimitExceeded) -> HttpResponse:
    message = _(
        "We got very many requests from this network or for this address just now. Look in your mail first, also"
        " among the unwanted. Is nothing there? What you filled in is still here: send it again in %(wait)s."
    )
    form.add_error(None, message % {"wait": wait_in_words(refusal.wait)})
    return with_retry_after(_form_page(request, form, status=429), refusal.wait)


def _form_page(request: HttpRequest, form: SubscribeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "page": NewsletterPage.objects.live().first(),
        "form": form,
        "consent": consent.consent_text(),
        "issues": IssuePage.objects.live().order_by("-number")[:LATEST],
    }
    return render(request, "newsletter/subscribe.html", context, status=status)


def _with_a_good_link(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token)
        except (BadLink, subscriptions.ConsentGone):
            message = _(
                "Use the link in the mail, and copy the whole address. A link to confirm works for a week. "
                "Do you want to leave? Mail %(address)s and we take you off the list."
            ) % {"address": settings.CONTACT_ADDRESS}
            return error_page(request, message, title=_("This link does not work"), status=404)

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_with_a_good_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners follow every link, so the link alone confirms nothing."""
    consent_id = links.consent_id_from_token(token)
    if request.method == "POST":
        subscriptions.confirm(consent_id)
        return redirect("newsletter:confirm", token)
    given = Consent.objects.select_related("subscriber").filter(pk=consent_id).first()
    if given is None:
        raise subscriptions.ConsentGone
    context = {"consent": given, "preferences_token": links.subscriber_token(given.subscriber)}
    return render(request, "newsletter/confirm.html", context)


# The signed link is the whole authority, and a mail program that unsubscribes keeps no cookies (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_with_a_good_link
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    subscriber_id = links.subscriber_id_from_token(token)
    if request.method == "POST":
        subscriptions.unsubscribe(subscriber_id)
    return render(request, "newsletter/unsubscribe.html", {"done": not _still_subscribed(subscriber_id)})


def _still_subscribed(subscriber_id: UUID) -> bool:
    return Subscriber.objects.filter(pk=subscriber_id).exclude(state=Subscriber.State.UNSUBSCRIBED).exists()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_with_a_good_link
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    subscriber = Subscriber.objects.confirmed().filter(pk=links.subscriber_id_from_token(token)).first()
    if subscriber is None:
        return render(request, "newsletter/unsubscribe.html", {"done": True})
    form = LanguageForm(request.POST or None, initial={"language": subscriber.language})
    if request.method == "POST" and form.is_valid():
        subscriptions.change_language(subscriber, form.cleaned_data["language"])
        return redirect(f"{request.path}?{SAVED}")
    context = {"form": form, "token": token, "given": _proof(subscriber), "saved": SAVED in request.GET}
    return render(request, "newsletter/preferences.html", context, status=400 if form.errors else 200)


def _proof(subscriber: Subscriber) -> Consent | None:
    return subscriber.consents.exclude(confirmed_at=None).order_by("-confirmed_at").first()
