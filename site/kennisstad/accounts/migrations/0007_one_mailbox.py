from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_fill_mailbox")]

    operations = [
        migrations.AddConstraint(
            "user", models.UniqueConstraint(fields=["mailbox"], name="accounts_user_one_mailbox")
        ),
    ]
