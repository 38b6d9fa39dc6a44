"""How often somebody may do something. Counts live in the cache and nowhere else."""

import hashlib
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def within(subject: str, amount: int, period: timedelta) -> bool:
    """Count once more; False when `subject` happened more than `amount` times in the period."""
    key = "limit:" + hashlib.sha256(subject.encode()).hexdigest()
    cache.add(key, 0, period.total_seconds())
    try:
        return cache.incr(key) <= amount
    except ValueError:  # the period ended between the two lines
        return True


def visitor(request: HttpRequest) -> str:
    """The network address, behind as many proxies as ALLAUTH_TRUSTED_PROXY_COUNT says."""
    return str(get_adapter().get_client_ip(request))
