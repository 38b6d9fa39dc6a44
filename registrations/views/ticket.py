"""The ticket: whoever knows its code may see it, and nothing more."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events.calendar.responses import calendar_file
from kennisstad.web.views import error_page
from registrations import codes, qr
from registrations.emails import ticket_calendar
from registrations.models import CheckIn, Ticket, TicketCode
from registrations.ticket_status import TicketStatus, ticket_status

LANGUAGES = ("nl", "en")


@cache_control(private=True, no_store=True)
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """In the language of the registration, or the one that was asked for."""
    ticket = _ticket(code)
    if ticket is None:
        return _unknown(request, code)
    language = request.GET.get("language", ticket.registration.language)
    if language not in LANGUAGES:
        return error_page(request, _("Choose Dutch or English."))
    with translation.override(language):
        response = render(request, "registrations/ticket.html", _context(ticket, language))
    response.headers["Content-Language"] = language
    return _discreet(response)


@cache_control(private=True, no_store=True)
@require_safe
def file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The code as a picture, or the event for one's own calendar; a file about what is off says so itself."""
    ticket = _ticket(code)
    if ticket is None:
        raise Http404
    status = ticket_status(ticket)
    if status is TicketStatus.GIVEN_BACK or not (status.shows_code or kind == "ics"):
        return _worthless(request, ticket)
    if kind == "ics":
        return _discreet(calendar_file(ticket_calendar(ticket), f"ticket-{ticket.code}"))
    if kind == "svg":
        return _discreet(HttpResponse(qr.svg(ticket.code), content_type="image/svg+xml"))
    return _discreet(HttpResponse(qr.png(ticket.code), content_type="image/png"))


def _ticket(code: str) -> Ticket | None:
    rows = Ticket.objects.select_related(
        "registration__event__organisation",
        "registration__event__venue__municipality",
        "registration__event__municipality",
    )
    return rows.prefetch_related("codes").of_code(code).first()


def _context(ticket: Ticket, language: str) -> dict[str, object]:
    other = "en" if language == "nl" else "nl"
    inside = CheckIn.objects.live().filter(ticket=ticket, session=None).first()
    address = reverse("tickets:ticket", args=[ticket.code])
    return {
        "ticket": ticket,
        "registration": ticket.registration,
        "event": ticket.registration.event,
        "parts_to_join": ticket.registration.event.sessions_with_join_url(),
        "status": ticket_status(ticket, is_used=inside is not None),
        "admitted_at": inside.at if inside else None,
        "qr_svg_url": reverse("tickets:file", args=[ticket.code, "svg"]),
        "calendar_url": reverse("tickets:file", args=[ticket.code, "ics"]),
        "other_language": other,
        "other_language_url": f"{address}?language={other}",
    }


def _worthless(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    with translation.override(ticket.registration.language):
        message = _("The page of the ticket says why.")
        title = _("This ticket no longer lets you in")
        return _discreet(error_page(request, message, title=title, status=410))


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    known = TicketCode.objects.filter(code=codes.normalize_code(code))
    if known.exclude(ticket__state=Ticket.State.WANTED).exists():
        message = _("A newer ticket was mailed. Look for the newest mail.")
        return _discreet(error_page(request, message, title=_("This ticket was replaced"), status=410))
    message = _("Check the code: it has 16 letters and digits. It is in the mail that we sent you.")
    return _discreet(error_page(request, message, title=_("We don't know this ticket"), status=404))


def _discreet(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
