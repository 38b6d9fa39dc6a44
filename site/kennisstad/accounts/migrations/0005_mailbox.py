from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_one_address")]

    operations = [
        migrations.AddField(
            "user", "mailbox", models.CharField(editable=False, max_length=320, null=True)
        ),
    ]
