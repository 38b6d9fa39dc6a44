import django.db.models.deletion
import django.utils.timezone
import kennisstad.mail.ledger
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registrations', '0011_doors_of_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delete_after', models.DateField(db_index=True, verbose_name='delete after')),
                ('token', models.CharField(default=kennisstad.mail.ledger.new_token, editable=False, max_length=32)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('offered', 'Being sent'), ('sent', 'Sent'), ('failed', 'Refused'), ('doubt', 'In doubt'), ('withdrawn', 'Not sent any more')], default='queued', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now, verbose_name='not before')),
                ('offered_at', models.DateTimeField(null=True, verbose_name='handed over at')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='settled at')),
                ('error', models.TextField(blank=True, verbose_name='answer')),
                ('since', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField(null=True)),
                ('raw', models.BinaryField(default=b'')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='registrations.registration')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['not_before', 'id'], name='registrations_message_due'), models.Index(fields=['state'], name='registrations_message_state')],
                'constraints': [models.UniqueConstraint(fields=('token',), name='registrations_message_token'), models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'offered'])), fields=('registration',), name='registrations_one_message_pending')],
            },
        ),
    ]
