"""How long to wait, said so that it is true."""

from datetime import timedelta
from math import ceil

from django.http import HttpResponse
from django.utils.translation import ngettext

MINUTE, HOUR = 60, 3600


def wait_in_words(wait: timedelta) -> str:
    """Rounded up: whoever waits this long need not wait again."""
    seconds = wait.total_seconds()
    if seconds <= 90 * MINUTE:
        count = max(1, ceil(seconds / MINUTE))
        return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    count = ceil(seconds / HOUR)
    return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}


def with_retry_after(response: HttpResponse, wait: timedelta) -> HttpResponse:
    response["Retry-After"] = str(max(1, ceil(wait.total_seconds())))
    return response
