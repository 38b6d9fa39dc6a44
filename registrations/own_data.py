"""All that is known here of somebody's registration, for themselves."""

from typing import Any

from django.db.models import Prefetch

from registrations.emails import ticket_full_url
from registrations.models import CheckIn, Registration


def own_data(registration: Registration) -> dict[str, Any]:
    """For a file that a person and a program can read. Moments are in UTC."""
    event = registration.event
    inside = CheckIn.objects.live().order_by("pk")
    tickets = registration.tickets.order_by("pk").prefetch_related("codes", Prefetch("check_ins", inside))
    return {
        "event": {"title": event.title, "starts_at": event.starts_at, "address": event.get_full_url()},
        "name": registration.name,
        "email": registration.email,
        "language": registration.language,
        "group": registration.group_name,
        "state": registration.state,
        "registered_at": registration.created_at,
        "answered_at": registration.decided_at,
        "cancelled_at": registration.cancelled_at,
        "erased_on": registration.delete_after,
        "tickets": [
            {
                "name": ticket.holder,
                "state": ticket.state,
                # Of who only asks nobody was given one.
                "code": None if ticket.is_wanted else ticket.code,
                "address": None if ticket.is_wanted else ticket_full_url(ticket),
                "checked_in_at": [entry.at for entry in ticket.check_ins.all()],
            }
            for ticket in tickets
        ],
        "forms": list(
            registration.submissions.filter(made_it=True).values(
                "name", "email", "language", "companions", "group_name"
            )
        ),
    }
