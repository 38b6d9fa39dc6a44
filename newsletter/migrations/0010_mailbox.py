from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0009_drop_checked_at")]

    operations = [
        migrations.AddField(
            "subscriber", "mailbox", models.CharField(editable=False, max_length=320, null=True)
        ),
    ]
