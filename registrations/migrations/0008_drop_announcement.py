from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registrations", "0007_fill_told_version")]

    operations = [
        migrations.AlterField("registration", "told_version", models.PositiveIntegerField()),
        migrations.DeleteModel("Announcement"),
    ]
