import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0009_one_change_per_version"),
        ("registrations", "0005_years"),
    ]

    operations = [
        migrations.AddField("registration", "told_version", models.PositiveIntegerField(default=0)),
        migrations.AlterField(
            "admission",
            "opens_at",
            models.DateTimeField(blank=True, null=True, verbose_name="registration opens"),
        ),
        migrations.AlterField(
            "admission",
            "event",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="admission", to="events.event"
            ),
        ),
    ]
