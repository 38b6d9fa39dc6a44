from django.db import migrations


def forget_copies(apps, schema_editor):
    """An address stands on the user alone; an older copy would still let in at one that has changed."""
    apps.get_model("account", "EmailAddress").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_invited_at"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(forget_copies, migrations.RunPython.noop, elidable=True)]
