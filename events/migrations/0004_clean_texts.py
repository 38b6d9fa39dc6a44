from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kennisstad.texts import lines, one_line

TITLES = ("title", "draft_title", "seo_title", "search_description")


def clean_texts(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Rows from before the columns did so themselves."""
    for model in apps.get_app_config("events").get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.TextField):
                _clean(model, field.name, lines)
            elif isinstance(field, models.CharField):
                _clean(model, field.name, one_line)
    for name in TITLES:
        _clean(apps.get_model("wagtailcore", "Page"), name, one_line)


def _clean(model, name, clean) -> None:
    for pk, text in model.objects.values_list("pk", name).iterator():
        if isinstance(text, str) and clean(text) != text:
            model.objects.filter(pk=pk).update(**{name: clean(text)})


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_event_path'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.RunPython(clean_texts, migrations.RunPython.noop),
    ]
