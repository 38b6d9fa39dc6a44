from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registrations", "0009_how_one_comes_in")]

    operations = [
        migrations.RemoveField("admission", "takes_registrations"),
        migrations.RemoveField("admissiondefaults", "takes_registrations"),
    ]
