"""Where editors read, test, approve and follow an issue. Everybody else finds nothing here."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from kennisstad.accounts.decorators import AuthenticatedHttpRequest, editors_only
from kennisstad.audit import log
from kennisstad.mail import undecided
from kennisstad.mail.outbox import wake_worker
from kennisstad.mail.outgoing import UNDECIDED, State
from kennisstad.web.cms_header import cms_header
from newsletter import approving, assembly, emails, sending
from newsletter.error_messages import error_message
from newsletter.models import Delivery, IssuePage, Mailing, NewsletterPage, Subscriber
from newsletter.proofreading import draft_warnings
from newsletter.rendering import freeze

PER_PAGE = 20
LISTED = 50


@editors_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    newsletter = NewsletterPage.objects.first()
    progress = Delivery.objects.filter(mailing__issue=OuterRef("pk"), state=State.SENT).order_by()
    sent = progress.values("mailing").annotate(number=Count("pk")).values("number")
    issues = IssuePage.objects.annotate(sent=Subquery(sent)).order_by("-number")
    issues = issues.prefetch_related(Prefetch("mailing", Mailing.objects.for_listing()))
    context = {
        "newsletter": newsletter,
        "next_day": newsletter and assembly.next_issue_on(newsletter, timezone.localdate() + assembly.PERIOD),
        "subscriber_counts": _subscriber_counts(),
        "page_obj": Paginator(issues, PER_PAGE).get_page(request.GET.get("p")),
    }
    return _page(request, "index", context, _("Newsletter"))


def _subscriber_counts() -> dict[str, int]:
    counts = Subscriber.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(Subscriber.State.values, 0) | dict(counts)


@editors_only
@require_POST
def assemble(request: HttpRequest) -> HttpResponse:
    """Now rather than tomorrow morning; there is still one draft per period."""
    issue = assembly.assemble_due(timezone.localdate())
    if issue is None:
        messages.info(
            request, _("There is no new draft: this period has one, or there is nothing to tell yet.")
        )
        return redirect("newsletter_admin:index")
    return redirect("newsletter_admin:issue", issue.pk)


@editors_only
@require_safe
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    page: IssuePage = get_object_or_404(IssuePage.objects.select_related("mailing__approved_by"), pk=pk)
    mailing = getattr(page, "mailing", None)
    context = {"issue": page, "mailing": mailing, **(_progress(mailing) if mailing else {})}
    return _page(request, "issue", context, page.draft_title)


def _progress(mailing: Mailing) -> dict[str, Any]:
    figures = mailing.figures()
    open_rows = mailing.deliveries.undecided().select_related("subscriber")
    return {
        "figures": [(State(state).label, number) for state, number in figures.items() if number],
        "prepared": sum(figures.values()),
        "sent": figures[State.SENT],
        "excluded": sum(mailing.excluded.values()),
        "undecided": undecided.UndecidedList(
            [_undecided(mailing, row) for row in open_rows.order_by("pk")[:LISTED]],
            sum(figures[state] for state in UNDECIDED),
            *(reverse(f"newsletter_admin:{rule}-all", args=[mailing.issue_id]) for rule in undecided.RULES),
        ),
        "changes": mailing.stale_events() if mailing.state == Mailing.State.HELD else [],
        "nobody_has_it": figures[State.QUEUED] + figures[State.WITHDRAWN] == sum(figures.values()),
        "in_doubt": error_message("in_doubt") if mailing.deliveries.may_have_arrived().exists() else "",
    }


def _undecided(mailing: Mailing, row: Delivery) -> undecided.Undecided:
    again, rest = (
        reverse(f"newsletter_admin:{rule}", args=[mailing.issue_id, row.pk]) for rule in undecided.RULES
    )
    return undecided.Undecided(row, str(row.subscriber or "–"), again, rest)


@editors_only
@xframe_options_sameorigin
@require_safe
def preview(request: HttpRequest, pk: int, mode: str) -> HttpResponse:
    page = _draft(pk)
    if mode not in dict(page.preview_modes):
        raise Http404
    return page.serve_preview(request, mode)


@editors_only
@require_POST
def test(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    language = request.POST.get("language", "nl")
    if language not in {"nl", "en"}:
        raise Http404
    emails.send_test(_draft(pk), to=request.user.email, language=language)
    messages.success(request, _("A test is on its way to %(address)s.") % {"address": request.user.email})
    return redirect("newsletter_admin:issue", pk)


@editors_only
@require_safe
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """What would go out, to how many; the fingerprint is of exactly this."""
    draft = _draft(pk)
    if Mailing.objects.filter(issue=draft.pk).exists():
        return redirect("newsletter_admin:issue", pk)
    context = {
        "issue": draft,
        "frozen": freeze(draft),
        "subscriber_counts": _subscriber_counts(),
        "warnings": draft_warnings(draft),
        "events": draft.load_events(),
    }
    return _page(request, "approve", context, _("Approve and send"))


@editors_only
@require_POST
def approve(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(IssuePage, pk=pk)
    try:
        approving.approve(page, user=request.user, fingerprint=request.POST.get("fingerprint", ""))
    except sending.MailingRefused as refusal:
        return _refused(request, pk, refusal.code)
    messages.success(
        request,
        _("Approved. The newsletter goes to %(count)d readers.")
        % {"count": Subscriber.objects.confirmed().count()},
    )
    return redirect("newsletter_admin:issue", pk)


@editors_only
@require_POST
def change_mailing_state(request: AuthenticatedHttpRequest, pk: int, rule: str) -> HttpResponse:
    """Hold it, go on, or take it back."""
    mailing = get_object_or_404(Mailing, issue=pk)
    try:
        MAILING_ACTIONS[rule](mailing, user=request.user)
    except sending.MailingRefused as refusal:
        return _refused(request, pk, refusal.code)
    return redirect("newsletter_admin:issue", pk)


MAILING_ACTIONS = {"hold": sending.hold, "resume": sending.resume, "take-back": sending.revert_to_draft}


@editors_only
@require_POST
def settle(request: AuthenticatedHttpRequest, pk: int, delivery: int, rule: str) -> HttpResponse:
    """A person decides about one letter of which nobody knows whether it arrived, or that was refused."""
    row = get_object_or_404(Delivery.objects.undecided(), pk=delivery, mailing__issue=pk)
    undecided.decide(Delivery.objects.filter(pk=row.pk), rule)
    log.record(f"newsletter.letter.{rule}", row, request.user)
    wake_worker()
    return redirect("newsletter_admin:issue", pk)


@editors_only
@require_POST
def settle_all(request: AuthenticatedHttpRequest, pk: int, rule: str) -> HttpResponse:
    """The same decision about all such letters of an issue."""
    mailing = get_object_or_404(Mailing, issue=pk)
    number = undecided.decide(mailing.deliveries.all(), rule)
    log.record(f"newsletter.letters.{rule}", mailing, request.user, number=number)
    wake_worker()
    return redirect("newsletter_admin:issue", pk)


def _draft(pk: int) -> IssuePage:
    draft: IssuePage = get_object_or_404(IssuePage, pk=pk).get_latest_revision_as_object()
    return draft


def _refused(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    messages.error(request, error_message(code))
    return redirect("newsletter_admin:issue", pk)


def _page(request: HttpRequest, name: str, context: dict[str, Any], title: str) -> HttpResponse:
    above = [] if name == "index" else [(reverse("newsletter_admin:index"), _("Newsletter"))]
    return render(request, f"newsletter/editors/{name}.html", context | cms_header(title, *above))
