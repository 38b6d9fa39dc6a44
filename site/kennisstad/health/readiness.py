"""Whether this installation can do its work now: its database, its disk, its mail, and what happens by itself."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.utils import timezone
from django.utils.timesince import timesince

from kennisstad.jobs import periodic
from kennisstad.mail import pace, restoring
from kennisstad.mail.models import OutgoingMail
from kennisstad.mail.settling import outgoing_models
from kennisstad.mail.standstill import everybody_is_put_off

from . import installation
from .findings import Finding, well, wrong

# Less than this and the next upload, or the database beside it, may fail.
ENOUGH_BYTES = 100 * 1024**2
# A mail server that has gone away for a moment is no news.
MAIL_PATIENCE = timedelta(minutes=15)
# What is put off waits no longer than this; without any mail nobody knows whether the server has come back.
TO_GO = timedelta(days=7)


def findings() -> Iterator[Finding]:
    """What depends on the database is not looked at while that is away, nor what depends on tables that are not made."""
    yield disk()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        yield well("database", "answers")
        if restoring.is_under_way():
            yield wrong("restore", restoring.WORDS)
            return
        migrated = migrations()
        yield migrated
        if not migrated.well:
            return
        yield well("installation", installation.mark())
        yield mail(timezone.now())
        yield from periodic_work(timezone.now())
    except DatabaseError as failure:
        # Its own words name hosts and users.
        yield wrong("database", f"does not answer as it should ({type(failure).__name__})")
        connection.close()


def disk() -> Finding:
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError as error:
        return wrong("disk", f"DATA_DIR cannot be looked at ({error.strerror}): see that it is there")
    words = f"{free // 1024**2:,} MB free in DATA_DIR"
    return well("disk", words) if free >= ENOUGH_BYTES else wrong("disk", f"only {words}")


def migrations() -> Finding:
    missing = sorted(latest_migrations() - MigrationRecorder(connection).applied_migrations().keys())
    if missing:
        apps = ", ".join(app for app, _name in missing)
        return wrong("migrations", f"run manage.py migrate: it has to change {apps}")
    return well("migrations", "all there")


@cache
def latest_migrations() -> frozenset[tuple[str, str]]:
    """The last of each app, as this version's code has them: that does not change while it runs."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def mail(now: datetime) -> Finding:
    """Tickets, invitations and other mails to one person: a newsletter may take its hours."""
    # What the mail server said may name people, and this is read by everybody.
    if pace.takes_nothing() and any(model.objects.due(now + TO_GO).exists() for model in outgoing_models()):
        return wrong("mail", "the mail server takes nothing, see /cms/mail/")
    if everybody_is_put_off():
        return wrong("mail", "the mail server puts off whoever it is for, see /cms/mail/")
    since = OutgoingMail.objects.due(now).aggregate(Min("not_before"))["not_before__min"]
    if since and now - since > MAIL_PATIENCE:
        return wrong("mail", f"does not go: one waits for {timesince(since, now)}, see /cms/mail/")
    return well("mail", "goes as it is written")


def periodic_work(now: datetime) -> Iterator[Finding]:
    """Each is done by a worker, so that these say as well whether one lives."""
    jobs = periodic.reports(now)
    if not jobs:
        yield wrong("worker", "none has run on this database yet: start manage.py work")
    for job in jobs:
        done = f"done {timesince(job.done_at, now)} ago" if job.done_at else "not done yet"
        if job.late:
            failure = f", ended with {job.failure}" if job.failure else ""
            yield wrong(job.name, f"{done}, due {timesince(job.due, now)} ago{failure}: does a worker run?")
        else:
            yield well(job.name, f"{done}, due {timezone.localtime(job.due):%Y-%m-%d %H:%M}")
