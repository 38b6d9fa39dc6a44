"""How often somebody may do something, counted by the database for all processes together."""

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Tally

COUNT_ONCE_MORE = """
INSERT INTO {table} (key, count, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1
RETURNING count
"""


class RateLimitExceeded(Exception):
    code = "too_often"

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


def check_rate_limit(subject: str, amount: int, period: timedelta) -> None:
    """Once more; refuses when `subject` happened more than `amount` times in this period."""
    now = timezone.now()
    end = end_of_period(now, period)
    key = hashed_key(f"{subject}|{period.total_seconds():.0f}|{end.timestamp():.0f}")
    if _counted(key, end) > amount:
        raise RateLimitExceeded(end - now)


def end_of_period(now: datetime, period: timedelta) -> datetime:
    length = int(period.total_seconds())
    return datetime.fromtimestamp((now.timestamp() // length + 1) * length, UTC)


def hashed_key(subject: str) -> str:
    """Without the secret key nobody finds the subject again, not even by trying every address there is."""
    return salted_hmac("kennisstad.limits", subject, algorithm="sha256").hexdigest()


def _counted(key: str, end: datetime) -> int:
    # Durable: within a transaction that fails afterwards, the count would be undone with it.
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        table = connection.ops.quote_name(Tally._meta.db_table)
        moment = connection.ops.adapt_datetimefield_value(end)
        cursor.execute(COUNT_ONCE_MORE.format(table=table), [key, moment])
        [(number,)] = cursor.fetchall()
    return int(number)


def sweep(now: datetime) -> int:
    return Tally.objects.filter(ends_at__lte=now).delete()[0]
