"""Where the demo listens. Only settings/demo.py knows, and mypy reads other settings."""

from django.conf import settings


def port() -> int:
    return settings.PORT  # type: ignore[misc]


def mail_port() -> int:
    return settings.MAIL_PORT  # type: ignore[misc]


def mailbox_port() -> int:
    return settings.MAILBOX_PORT  # type: ignore[misc]


def mailbox_url() -> str:
    """Empty when the demo's mail goes elsewhere."""
    return settings.MAILBOX_URL  # type: ignore[misc]
