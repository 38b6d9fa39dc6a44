from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from kennisstad.accounts import invitations, recovery
from kennisstad.accounts.models import User


class Command(BaseCommand):
    help = "Let somebody in as administrator: the first one, or one who lost password and second step. Prints a link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *, email: str, **_options: Any) -> None:
        user = User.objects.at(email) or User.objects.create_user(email)
        user.is_active = user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_active", "is_staff", "is_superuser"])
        recovery.begin_again(user)
        invitations.invite(user)
        self.stdout.write(invitations.link_for(user))
