import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registrations", "0010_drop_takes_registrations")]

    operations = [
        migrations.AlterField(
            "door",
            "event",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="doors", to="events.event"
            ),
        ),
    ]
