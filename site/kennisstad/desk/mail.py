"""Tickets and other mails of which only a person can say what should become of them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kennisstad.accounts.decorators import AuthenticatedHttpRequest, editors_only
from kennisstad.audit import log
from kennisstad.mail import pace, undecided
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outbox import wake_worker
from kennisstad.web.cms_header import cms_header
from registrations.models import Message

LISTED = 100
# By the word that stands for them in an address.
KINDS: dict[str, type[OutgoingMail | Message]] = {"mail": OutgoingMail, "change": Message}


@editors_only
@require_safe
def mail_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    shown = [_shown(kind, mail) for kind in KINDS for mail in unsettled_mail(kind).order_by("-pk")[:LISTED]]
    addresses = (reverse(f"mail_{rule}_all") for rule in undecided.RULES)
    context = {
        "undecided": undecided.UndecidedList(shown, unsettled_mail_count(), *addresses),
        "mail_server": pace.trouble(),
        "is_off": pace.is_off(),
    }
    return render(request, "desk/mail.html", context | cms_header(_("Mail")))


def unsettled_mail_count() -> int:
    return sum(unsettled_mail(kind).count() for kind in KINDS)


def unsettled_mail(kind: str) -> QuerySet[Any]:
    return KINDS[kind].objects.undecided().for_sending()


def _shown(kind: str, mail: OutgoingMail | Message) -> undecided.Undecided:
    again, rest = (reverse(f"mail_{rule}", args=[kind, mail.pk]) for rule in undecided.RULES)
    return undecided.Undecided(mail, mail.to, again, rest, mail.subject)


@editors_only
@require_POST
def settle(request: AuthenticatedHttpRequest, kind: str, pk: int, rule: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    mail = get_object_or_404(unsettled_mail(kind), pk=pk)
    undecided.decide(KINDS[kind].objects.filter(pk=pk), rule)
    log.record(f"mail.{rule}", mail, request.user)
    wake_worker()
    return redirect("mail_list")


@editors_only
@require_POST
def settle_all(request: AuthenticatedHttpRequest, rule: str) -> HttpResponse:
    number = sum(undecided.decide(model.objects.all(), rule) for model in KINDS.values())
    log.record(f"mail.{rule}_all", request.user, request.user, number=number)
    wake_worker()
    return redirect("mail_list")
