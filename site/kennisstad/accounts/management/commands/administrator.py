from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from kennisstad.accounts import invitations, second_factor_reset
from kennisstad.accounts.models import User


class Command(BaseCommand):
    help = "Let somebody in as administrator: the first one, or one who lost password and second step. Prints a link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *, email: str, **_options: Any) -> None:
        user = User.objects.find_by_email(email) or User.objects.create_user(email)
        user.is_active = user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_active", "is_staff", "is_superuser"])
        second_factor_reset.clear_second_factor(user)
        invitations.invite(user)
        self.stdout.write(invitations.invitation_full_url(user))
