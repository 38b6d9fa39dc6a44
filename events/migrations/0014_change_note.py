"""Who hears of a change, and in which words. Until now everybody heard of every change that mattered."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def everybody_hears(apps: Any, _schema_editor: object) -> None:
    apps.get_model("events", "Event").objects.update(news_version=F("version"))


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0013_fill_whole_days'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='news_version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='eventchange',
            name='tells',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='eventchange',
            name='words',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='eventchange',
            name='words_en',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.CreateModel(
            name='ChangeNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tells', models.BooleanField(default=True, verbose_name='who hears of it')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='one sentence from you')),
                ('words_en', models.CharField(blank=True, max_length=300, verbose_name='the same sentence in English')),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision')),
            ],
        ),
        migrations.RunPython(everybody_hears, migrations.RunPython.noop),
    ]
