"""Whoever left, or was erased, after a copy was made, and is in it again."""

from pathlib import Path

from django.db import models, transaction

from kennisstad.mail.models import OutgoingMail
from kennisstad.mailbox import CannotBeMailed, normal_form, smtp_address
from newsletter import subscriptions
from newsletter.models import Subscriber
from registrations.erasing import erase_registration
from registrations.models import Registration, TicketRequest

from .databases import CannotCopy


def read(file: Path) -> list[str]:
    """The addresses in it, one on each line. Raises `CannotCopy` for any other line: it would find nobody, unnoticed."""
    try:
        # Some editors put a mark of theirs at the beginning.
        lines = [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        raise CannotCopy(f"{file} is not in UTF-8. Save it in that, with an address on each line.") from error
    for number, line in enumerate(lines, start=1):
        if line and not _is_address(line):
            raise CannotCopy(
                f"Line {number} of {file} is no address. Write one on each line, and nothing else."
            )
    return list(filter(None, lines))


def _is_address(line: str) -> bool:
    try:
        return bool(smtp_address(line))
    except CannotBeMailed:
        return False


def leave(address: str) -> int:
    """They get no newsletter any more. Returns how many subscriptions that were."""
    subscribed = Subscriber.objects.filter(mailbox=normal_form(address)).values_list("pk", flat=True)
    for subscriber in subscribed:
        subscriptions.unsubscribe(subscriber)
    return len(subscribed)


def erase(address: str) -> int:
    """Nobody here knows them any more, and their seats are free. Returns how many registrations and subscriptions that were."""
    registrations = list(Registration.objects.of_mailbox(address).select_related("event"))
    for registration in registrations:
        erase_registration(registration)
    with transaction.atomic():
        TicketRequest.objects.filter(pk__in=_keys(TicketRequest, "email", address)).delete()
        OutgoingMail.objects.filter(pk__in=_keys(OutgoingMail, "to", address)).delete()
        subscribed = Subscriber.objects.filter(mailbox=normal_form(address))
        amount = len(registrations) + subscribed.count()
        subscribed.delete()
    return amount


def _keys(model: type[models.Model], field: str, address: str) -> list[int]:
    """Of what goes to that mailbox, however it is spelled."""
    mailbox = normal_form(address)
    known = model._base_manager.values_list("pk", field).iterator()
    return [key for key, spelled in known if normal_form(spelled) == mailbox]
