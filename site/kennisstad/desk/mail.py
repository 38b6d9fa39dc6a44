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
from kennisstad.mail import undecided
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
    return render(request, "desk/mail.html", {"undecided": shown} | cms_header(_("Mail")))


def unsettled_mail(kind: str) -> QuerySet[Any]:
    return KINDS[kind].objects.filter(state__in=undecided.STATES).for_sending()


def _shown(kind: str, mail: OutgoingMail | Message) -> undecided.Undecided:
    again, rest = (reverse(f"mail_{rule}", args=[kind, mail.pk]) for rule in undecided.ACTIONS)
    return undecided.Undecided(mail, mail.to, again, rest, mail.subject)


@editors_only
@require_POST
def settle(request: AuthenticatedHttpRequest, kind: str, pk: int, rule: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    mail = get_object_or_404(unsettled_mail(kind), pk=pk)
    undecided.ACTIONS[rule](mail)
    log.record(f"mail.{rule}", mail, request.user)
    wake_worker()
    return redirect("mail_list")
