from django.db import migrations, models

STATUS = [
    ("scheduled", "Going ahead"),
    ("tentative", "Date not sure yet"),
    ("postponed", "Postponed"),
    ("cancelled", "Not going ahead"),
]
ENTRY_STATUS = [("confirmed", "Going ahead"), *STATUS[1:], ("withdrawn", "Withdrawn")]


class Migration(migrations.Migration):
    dependencies = [("events", "0010_how_one_comes_in")]

    operations = [
        migrations.AlterField("event", "status", models.CharField(choices=STATUS, max_length=10)),
        migrations.AlterField(
            "eventpage",
            "status",
            models.CharField(choices=STATUS, default="scheduled", max_length=10, verbose_name="status"),
        ),
        migrations.AlterField(
            "calendarentry", "status", models.CharField(choices=ENTRY_STATUS, max_length=10)
        ),
        migrations.AddField("event", "status_reason", models.CharField(blank=True, max_length=200)),
        migrations.AddField("event", "status_reason_en", models.CharField(blank=True, max_length=200)),
        migrations.AddField(
            "eventpage",
            "status_reason",
            models.CharField(
                blank=True,
                max_length=200,
                help_text="Only when the event is put off or not going ahead.",
                verbose_name="why, in one sentence",
            ),
        ),
        migrations.AddField(
            "eventpage",
            "status_reason_en",
            models.CharField(blank=True, max_length=200, verbose_name="why, in English"),
        ),
    ]
