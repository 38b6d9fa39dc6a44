"""The list of who comes, and who came, for the organiser."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from events.models import Event, EventPage, Status
from kennisstad.spreadsheets import as_text
from registrations import codes
from registrations.models import CheckIn, Registration, Ticket, TicketCode
from registrations.models.registration import RegistrationQuerySet

AT_ONCE = 500


def registrations_with_tickets(event: Event) -> RegistrationQuerySet:
    """With each ticket's code and moment of entry, in a fixed number of queries."""
    entries = CheckIn.objects.live().filter(ticket=OuterRef("pk"), session=None).values("at")
    tickets = Ticket.objects.annotate(admitted_at=Subquery(entries)).prefetch_related("codes").order_by("pk")
    rows: RegistrationQuerySet = Registration.objects.filter(event=event)
    return rows.prefetch_related(Prefetch("tickets", tickets))


def has_guests(event: Event) -> bool:
    return Registration.objects.filter(event=event).current().exists()


def count_registrations_below(page: Page) -> int:
    """How many get a mail when the events at or below this page do not take place, or no answer to what they asked."""
    pages = EventPage.objects.descendant_of(page, inclusive=True)
    coming = Event.objects.upcoming().filter(page__in=pages).exclude(status=Status.CANCELLED)
    rows = Registration.objects.filter(event__in=coming.values("pk"))
    return rows.current().exclude(email="").count()


def deletion_warning(registrations: int) -> str:
    """Before pages are deleted: nothing when nobody counts on them."""
    words = ngettext(
        "There is one registration. When you delete this, a mail goes to it that it is not going ahead.",
        "There are %(number)d registrations. When you delete this, a mail goes to each that it is not going ahead.",
        registrations,
    )
    return words % {"number": registrations} if registrations else ""


def matching(rows: RegistrationQuerySet, words: str) -> RegistrationQuerySet:
    """By part of a name or address, also of a companion or a group, or by a ticket code however it is typed."""
    found = Q(name__icontains=words) | Q(email__icontains=words) | Q(group_name__icontains=words)
    found |= Q(pk__in=Ticket.objects.filter(holder__icontains=words).values("registration"))
    code = codes.normalize_code(words)
    if len(code) >= 4:
        held = TicketCode.objects.filter(code__startswith=code)
        found |= Q(pk__in=held.values("ticket__registration"))
    return rows.filter(found)


def admitted_count(event: Event) -> int:
    return CheckIn.objects.at_event(event).count()


def as_csv(rows: QuerySet[Registration]) -> str:
    """For a spreadsheet: Dutch ones expect semicolons."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter="," if get_language() == "en" else ";", lineterminator="\r\n")
    writer.writerow(_headings())
    cells = _cells(rows.iterator(chunk_size=AT_ONCE))
    writer.writerows(map(as_text, row) for row in cells)
    return sheet.getvalue()


def _state_in_words(registration: Registration, ticket: Ticket) -> str:
    return str(_("Cancelled") if ticket.is_cancelled else Registration.State(registration.state).label)


def _headings() -> list[str]:
    return [
        _("Name"),
        _("Email address"),
        _("Language"),
        _("Status"),
        _("Registered"),
        _("Ticket code"),
        _("Checked in"),
        _("Registered by"),
        _("Group"),
    ]


def _cells(rows: Iterable[Registration]) -> Iterator[list[str]]:
    for row in rows:
        for ticket in row.tickets.all():
            admitted = getattr(ticket, "admitted_at", None)
            yield [
                ticket.guest,
                row.email,
                row.language,
                _state_in_words(row, ticket),
                f"{localtime(row.created_at):%Y-%m-%d %H:%M}",
                "" if ticket.is_wanted else ticket.code,
                f"{localtime(admitted):%Y-%m-%d %H:%M}" if admitted else "",
                row.name,
                row.group_name,
            ]
