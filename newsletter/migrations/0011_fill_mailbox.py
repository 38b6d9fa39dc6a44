"""Every subscriber gets the normal form of their address.

Two spellings may turn out to be one mailbox. Nothing is merged and nobody is lost: the older row keeps the form, the
younger has none, still gets the newsletter and can still leave it. `manage.py twin_addresses` lists them.
"""

from typing import Any

from django.db import migrations

from kennisstad.mailbox import normal_form

BATCH = 500


def fill(apps: Any, _schema_editor: object) -> None:
    subscribers = apps.get_model("newsletter", "Subscriber").objects
    taken = set(subscribers.exclude(mailbox=None).values_list("mailbox", flat=True))
    rows = []
    for row in subscribers.filter(mailbox=None).order_by("created_at", "pk").iterator(BATCH):
        if (mailbox := normal_form(row.email)) not in taken:
            taken.add(mailbox)
            row.mailbox = mailbox
            rows.append(row)
    subscribers.bulk_update(rows, ["mailbox"], BATCH)


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0010_mailbox")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
