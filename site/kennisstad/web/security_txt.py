"""Where somebody who found a weakness tells it: RFC 9116."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

MONTHS_AHEAD = 6


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    fields = [
        *(("Contact", contact) for contact in contacts()),
        ("Expires", f"{expires(timezone.localdate()):%Y-%m-%dT%H:%M:%SZ}"),
        ("Preferred-Languages", "nl, en"),
    ]
    if settings.SECURE:
        fields.append(("Canonical", settings.BASE_URL + request.path))
    content = "".join(f"{name}: {value}\n" for name, value in fields)
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


def contacts() -> list[str]:
    """The first is the one to try first."""
    address = f"mailto:{settings.CONTACT_ADDRESS}"
    return [settings.SECURITY_CONTACT, address] if settings.SECURITY_CONTACT else [address]


def expires(today: date) -> datetime:
    """Moves along by itself, once a month."""
    years, month = divmod(today.month - 1 + MONTHS_AHEAD, 12)
    return datetime(today.year + years, month + 1, 1, tzinfo=UTC)
