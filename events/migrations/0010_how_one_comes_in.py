from django.db import migrations, models

BOOKING = [("here", "Register here"), ("elsewhere", "Register elsewhere"), ("walk_in", "Just come")]


def booking(name: str) -> models.CharField:
    return models.CharField(choices=BOOKING, default="here", max_length=10, verbose_name=name)


class Migration(migrations.Migration):
    dependencies = [("events", "0009_one_change_per_version")]

    operations = [
        migrations.AddField("eventtype", "default_booking", booking("how one usually comes in")),
        migrations.AddField("eventpage", "booking", booking("how one comes in")),
        migrations.AddField(
            "eventpage",
            "booking_url",
            models.URLField(
                blank=True, help_text="Only for who registers elsewhere.", verbose_name="address to register at"
            ),
        ),
        migrations.AddField(
            "eventpage",
            "price_from",
            models.PositiveIntegerField(
                blank=True,
                null=True,
                help_text="0 when it is free. Leave empty when it is not known.",
                verbose_name="costs from, in euros",
            ),
        ),
        migrations.AddField(
            "eventpage",
            "price_words",
            models.CharField(
                blank=True,
                max_length=120,
                help_text="For example: students half price.",
                verbose_name="what it costs, in words",
            ),
        ),
        migrations.AddField(
            "eventpage",
            "price_words_en",
            models.CharField(blank=True, max_length=120, verbose_name="what it costs, in English"),
        ),
        migrations.AddField(
            "eventpage",
            "contact_name",
            models.CharField(blank=True, max_length=120, verbose_name="who answers questions"),
        ),
        migrations.AddField(
            "eventpage",
            "contact_email",
            models.EmailField(blank=True, max_length=254, verbose_name="email address for questions"),
        ),
        migrations.AddField(
            "eventpage",
            "contact_phone",
            models.CharField(blank=True, max_length=30, verbose_name="telephone number for questions"),
        ),
        migrations.AddField("event", "booking", models.CharField(choices=BOOKING, default="here", max_length=10)),
        migrations.AddField("event", "booking_url", models.URLField(blank=True)),
        migrations.AddField("event", "price_from", models.PositiveIntegerField(null=True)),
        migrations.AddField("event", "price_words", models.CharField(blank=True, max_length=120)),
        migrations.AddField("event", "price_words_en", models.CharField(blank=True, max_length=120)),
        migrations.AddField("event", "contact_name", models.CharField(blank=True, max_length=120)),
        migrations.AddField("event", "contact_email", models.EmailField(blank=True, max_length=254)),
        migrations.AddField("event", "contact_phone", models.CharField(blank=True, max_length=30)),
        migrations.AddField("calendarentry", "price_from", models.PositiveIntegerField(null=True)),
    ]
