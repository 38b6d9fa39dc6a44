"""Every account gets the normal form of its address.

Two spellings may turn out to be one mailbox. Nothing is merged and nobody is locked out: the older account keeps the
form, the younger has none and signs in by its own spelling. `manage.py twin_addresses` lists them.
"""

from typing import Any

from django.db import migrations

from kennisstad.mailbox import normal_form


def fill(apps: Any, _schema_editor: object) -> None:
    users = apps.get_model("accounts", "User").objects
    taken = set(users.exclude(mailbox=None).values_list("mailbox", flat=True))
    for user in users.filter(mailbox=None).order_by("date_joined", "pk"):
        if (mailbox := normal_form(user.email)) not in taken:
            taken.add(mailbox)
            user.mailbox = mailbox
            user.save(update_fields=["mailbox"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_mailbox")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
