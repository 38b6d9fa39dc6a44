from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0008_fill_mailing_event")]

    operations = [
        migrations.RemoveField("mailing", "events"),
        migrations.RemoveField("mailing", "checked_at"),
    ]
