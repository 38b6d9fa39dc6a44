from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0008_number_the_changes")]

    operations = [
        migrations.RemoveField("eventchange", "kind"),
        migrations.AlterField("eventchange", "version", models.PositiveIntegerField()),
        migrations.AlterField("eventchange", "kinds", models.JSONField()),
        migrations.AlterField(
            "eventchange",
            "reason",
            models.CharField(
                choices=[
                    ("publication", "the page was published"),
                    ("withdrawal", "the page was taken off the site"),
                    ("deletion", "the page was deleted"),
                    ("correction", "something it mentions was corrected"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterModelOptions("eventchange", options={"ordering": ["event", "version"]}),
        migrations.AddConstraint(
            "eventchange",
            models.UniqueConstraint(fields=("event", "version"), name="events_change_once_per_version"),
        ),
    ]
