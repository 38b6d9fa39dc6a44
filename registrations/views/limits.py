"""How often somebody may have us write to an address. No puzzles, no accounts."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from kennisstad.limits.counting import Limit, check_rate_limits
from kennisstad.limits.visitors import visitor
from kennisstad.mailbox import normal_form

VISITOR_PERIOD = timedelta(minutes=10)
# Nobody comes to more events than this; a stranger can fill no mailbox with tickets.
ADDRESS_LIMITS = ((20, timedelta(hours=1)), (40, timedelta(days=1)))


def count_mail(request: HttpRequest, email: str) -> None:
    """Nobody fills a hall with invented names or somebody's mailbox with tickets. Raises `RateLimitExceeded`."""
    by_visitor = Limit(f"sign-up by {visitor(request)}", settings.SIGN_UPS_PER_VISITOR, VISITOR_PERIOD)
    of_address = (Limit(f"sign-up of {normal_form(email)}", *limit) for limit in ADDRESS_LIMITS)
    check_rate_limits(by_visitor, *of_address)
