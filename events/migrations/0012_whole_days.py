from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_one_address'),
        ('events', '0011_statuses'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='calendarentry',
            name='is_all_day',
            field=models.BooleanField(default=False, verbose_name='whole days, without hours'),
        ),
        migrations.AddField(
            model_name='calendarentry',
            name='precision',
            field=models.CharField(choices=[('day', 'The day'), ('month', 'Only the month'), ('year', 'Only the year')], default='day', max_length=5, verbose_name='what is known of the date'),
        ),
        migrations.AddField(
            model_name='event',
            name='is_all_day',
            field=models.BooleanField(default=False, verbose_name='whole days, without hours'),
        ),
        migrations.AddField(
            model_name='event',
            name='precision',
            field=models.CharField(choices=[('day', 'The day'), ('month', 'Only the month'), ('year', 'Only the year')], default='day', max_length=5, verbose_name='what is known of the date'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='is_all_day',
            field=models.BooleanField(default=False, verbose_name='whole days, without hours'),
        ),
        migrations.AddField(
            model_name='eventpage',
            name='precision',
            field=models.CharField(choices=[('day', 'The day'), ('month', 'Only the month'), ('year', 'Only the year')], default='day', max_length=5, verbose_name='what is known of the date'),
        ),
        migrations.AddField(
            model_name='programmeitem',
            name='is_all_day',
            field=models.BooleanField(default=False, verbose_name='whole days, without hours'),
        ),
        migrations.AddField(
            model_name='session',
            name='is_all_day',
            field=models.BooleanField(default=False, verbose_name='whole days, without hours'),
        ),
        migrations.AddConstraint(
            model_name='calendarentry',
            constraint=models.CheckConstraint(condition=models.Q(('precision', 'day'), ('is_all_day', True), _connector='OR'), name='events_entry_hours_ask_for_a_day'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('precision', 'day'), ('is_all_day', True), _connector='OR'), name='events_event_hours_ask_for_a_day'),
        ),
        migrations.AddConstraint(
            model_name='eventpage',
            constraint=models.CheckConstraint(condition=models.Q(('precision', 'day'), ('is_all_day', True), _connector='OR'), name='events_eventpage_hours_ask_for_a_day'),
        ),
    ]
