from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("events", "0015_why_an_entry_left")]

    operations = [
        migrations.AddConstraint(
            "calendarentry",
            models.CheckConstraint(
                condition=(Q(status="withdrawn") & ~Q(gone_because=""))
                | (~Q(status="withdrawn") & Q(gone_because="")),
                name="events_entry_gone_has_its_reason",
            ),
        ),
    ]
