from typing import Any

from django.core.management.base import BaseCommand

from kennisstad.desk.duplicate_mailboxes import duplicate_mailboxes


class Command(BaseCommand):
    help = "List who has the mailbox of an older row under another spelling. Changes nothing; names people."

    def handle(self, **_options: Any) -> None:
        found = list(duplicate_mailboxes())
        for younger, older in found:
            other = older.email if older else "a row that is gone"
            self.stdout.write(f"{younger._meta.verbose_name}: {younger.email} has the mailbox of {other}")
        self.stdout.write(f"{len(found)} found.")
