"""Everybody keeps their seat, their code and their place inside. Two spellings of one mailbox both stay."""

from hashlib import sha256
from typing import Any

from django.db import migrations

from kennisstad.mailbox import normal_form

AT_ONCE = 500
SETTINGS = ("event_id", "capacity", "opens_at", "closes_at", "closes_before")
ORDINARY = {"name": "Deelnemer", "name_en": "Participant"}


def copy_settings(apps: Any, _schema_editor: object) -> None:
    settings = apps.get_model("registrations", "RegistrationSettings").objects
    rows = apps.get_model("registrations", "Admission").objects.values(*SETTINGS)
    settings.bulk_create((settings.model(**row) for row in rows), batch_size=AT_ONCE)


def give_every_event_a_ticket_type(apps: Any, _schema_editor: object) -> None:
    types = apps.get_model("registrations", "TicketType").objects
    events = apps.get_model("events", "Event").objects.values_list("pk", flat=True)
    types.bulk_create((types.model(event_id=pk, **ORDINARY) for pk in events), batch_size=AT_ONCE)


def fill_registrations(apps: Any, _schema_editor: object) -> None:
    """The younger of two that turn out to be one mailbox counts as taken over, so that both may stay."""
    registrations = apps.get_model("registrations", "Registration").objects
    submissions = apps.get_model("registrations", "Submission").objects
    taken: set[tuple[Any, str]] = set()
    for some in _in_portions(registrations.order_by("created_at", "pk")):
        for row in some:
            row.mailbox = normal_form(row.email) if row.email else None
            seat = (row.event_id, row.mailbox)
            if row.mailbox and row.state == "confirmed":
                row.source = "import" if seat in taken else "site"
                taken.add(seat)
        registrations.bulk_update(some, ["mailbox", "source"])
        submissions.bulk_create(
            submissions.model(
                key=row.submission,
                registration=row,
                made_it=True,
                **{name: getattr(row, name) for name in ("name", "email", "language", "delete_after")},
            )
            for row in some
            if row.email
        )


def fill_tickets(apps: Any, _schema_editor: object) -> None:
    tickets = apps.get_model("registrations", "Ticket").objects
    codes = apps.get_model("registrations", "TicketCode").objects
    types = dict(apps.get_model("registrations", "TicketType").objects.values_list("event", "pk"))
    for some in _in_portions(tickets.select_related("registration").order_by("pk")):
        for ticket in some:
            registration = ticket.registration
            ticket.type_id = types[registration.event_id]
            ticket.state = "valid" if registration.state == "confirmed" else "cancelled"
            ticket.holder, ticket.delete_after = registration.name, registration.delete_after
        tickets.bulk_update(some, ["type", "state", "holder", "delete_after"])
        codes.bulk_create(codes.model(ticket=ticket, code=ticket.previous_code) for ticket in some)


def fill_scans(apps: Any, _schema_editor: object) -> None:
    """Nobody knows which phone scanned, so each door gets one for what was scanned there."""
    scans = apps.get_model("registrations", "Scan").objects
    check_ins = apps.get_model("registrations", "CheckIn").objects
    device_of = _devices(apps)
    for some in _in_portions(scans.order_by("pk")):
        for scan in some:
            scan.device_id = device_of(scan)
            scan.code_hash, scan.received_at = sha256(scan.code.encode()).hexdigest(), scan.scanned_at
        scans.bulk_update(some, ["device", "code_hash", "received_at"])
        admitted = (scan for scan in some if scan.verdict == "admitted")
        check_ins.bulk_create(
            check_ins.model(ticket_id=scan.ticket_id, scan=scan, at=scan.scanned_at) for scan in admitted
        )


def _devices(apps: Any) -> Any:
    doors = apps.get_model("registrations", "Door").objects
    devices = apps.get_model("registrations", "Device").objects
    known: dict[Any, int] = {}

    def device_of(scan: Any) -> int:
        place = scan.door_id or scan.event_id
        if place not in known:
            at = {"revoked_at": scan.scanned_at}
            door = scan.door_id or doors.create(event_id=scan.event_id, label="–", **at).pk
            known[place] = devices.create(door_id=door, **at).pk
        return known[place]

    return device_of


def _in_portions(rows: Any) -> Any:
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        found = rows.in_bulk(keys[start : start + AT_ONCE])
        yield [found[key] for key in keys[start : start + AT_ONCE]]


class Migration(migrations.Migration):
    dependencies = [("registrations", "0013_seat")]

    # Nothing to take back: until the next version the old columns say the same.
    operations = [
        migrations.RunPython(step, migrations.RunPython.noop)
        for step in (
            copy_settings,
            give_every_event_a_ticket_type,
            fill_registrations,
            fill_tickets,
            fill_scans,
        )
    ]
