from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0011_fill_mailbox")]

    operations = [
        migrations.AddConstraint(
            "subscriber",
            models.UniqueConstraint(fields=["mailbox"], name="newsletter_subscriber_one_mailbox"),
        ),
        migrations.RemoveConstraint("subscriber", "newsletter_subscriber_once"),
    ]
