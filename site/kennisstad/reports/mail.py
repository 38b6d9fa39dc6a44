"""Tickets and other mails of which only a person can say what should become of them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kennisstad.accounts.editors import EditorsRequest, editors_only
from kennisstad.audit import log
from kennisstad.mail import undecided
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.outbox import ring

from .frame import frame

LISTED = 100


@editors_only
@require_safe
def mail_list(request: EditorsRequest) -> HttpResponse:
    mails = OutgoingMail.objects.filter(state__in=undecided.STATES).order_by("-pk")
    context = {"undecided": [_shown(mail) for mail in mails[:LISTED]]}
    return render(request, "reports/mail.html", context | frame(_("Mail")))


def _shown(mail: OutgoingMail) -> undecided.Undecided:
    again, rest = (reverse(f"mail_{rule}", args=[mail.pk]) for rule in undecided.RULES)
    return undecided.Undecided(mail, mail.to, again, rest, mail.subject)


@editors_only
@require_POST
def settle(request: EditorsRequest, pk: int, rule: str) -> HttpResponse:
    mail = get_object_or_404(OutgoingMail, pk=pk, state__in=undecided.STATES)
    undecided.RULES[rule](mail)
    log.record(f"mail.{rule}", mail, request.user)
    ring()
    return redirect("mail_list")
