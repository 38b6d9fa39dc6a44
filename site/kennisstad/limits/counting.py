"""How often somebody may do something, counted by the database for all processes together."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Tally

# One statement, so that no two processes read the same number and write the same next one.
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


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so often in a period."""

    subject: str
    amount: int
    period: timedelta


def check_rate_limit(subject: str, amount: int, period: timedelta) -> None:
    """Once more. Raises `RateLimitExceeded` when `subject` happened more than `amount` times in this period."""
    check_rate_limits(Limit(subject, amount, period))


def check_rate_limits(*limits: Limit) -> None:
    """Each once more, in one commit. Raises `RateLimitExceeded` at the first that is; those after it don't count then."""
    now = timezone.now()
    # Durable: within a transaction that fails afterwards, the counts would be undone with it.
    with transaction.atomic(durable=True):
        exceeded = next((limit for limit in limits if _count(limit, now) > limit.amount), None)
    if exceeded:
        raise RateLimitExceeded(end_of_period(now, exceeded.period) - now)


def end_of_period(now: datetime, period: timedelta) -> datetime:
    length = int(period.total_seconds())
    return datetime.fromtimestamp((now.timestamp() // length + 1) * length, UTC)


def hashed_key(subject: str) -> str:
    """Without the secret key nobody finds the subject again, not even by trying every address there is."""
    return salted_hmac("kennisstad.limits", subject, algorithm="sha256").hexdigest()


def _count(limit: Limit, now: datetime) -> int:
    """How often it happened with this time."""
    end = end_of_period(now, limit.period)
    key = hashed_key(f"{limit.subject}|{limit.period.total_seconds():.0f}|{end.timestamp():.0f}")
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Tally._meta.db_table)
        moment = connection.ops.adapt_datetimefield_value(end)
        cursor.execute(COUNT_ONCE_MORE.format(table=table), [key, moment])
        [(number,)] = cursor.fetchall()
    return int(number)


def sweep(now: datetime) -> int:
    return Tally.objects.filter(ends_at__lte=now).delete()[0]
