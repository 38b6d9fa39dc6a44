from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0006_documents_in_text")]

    operations = [
        migrations.AddField("event", "version", models.PositiveIntegerField(default=0)),
        migrations.AddField("eventchange", "version", models.PositiveIntegerField(null=True)),
        migrations.AddField("eventchange", "kinds", models.JSONField(default=list)),
        migrations.AddField("eventchange", "after", models.JSONField(default=dict)),
        migrations.AddField(
            "eventchange",
            "reason",
            models.CharField(
                choices=[
                    ("publication", "the page was published"),
                    ("withdrawal", "the page was taken off the site"),
                    ("deletion", "the page was deleted"),
                    ("correction", "something it mentions was corrected"),
                ],
                default="publication",
                max_length=12,
            ),
        ),
    ]
