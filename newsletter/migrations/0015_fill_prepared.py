from django.db import migrations
from django.db.models import F


def fill(apps, _schema_editor):
    """Whoever gets it was written down when it was approved."""
    apps.get_model("newsletter", "Mailing").objects.update(prepared_at=F("approved_at"))


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0014_prepared")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
