"""An issue told about its events as they were when somebody last looked."""

from typing import Any

from django.db import migrations
from django.db.models import Max


def fill(apps: Any, _schema_editor: object) -> None:
    shown = apps.get_model("newsletter", "MailingEvent").objects
    for mailing in apps.get_model("newsletter", "Mailing").objects.all():
        for event in mailing.events.all():
            seen = event.changes.filter(at__lte=mailing.checked_at).aggregate(last=Max("version"))
            shown.create(mailing=mailing, event=event, version=seen["last"] or event.version)


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0007_mailing_event")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
