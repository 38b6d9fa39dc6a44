"""Production settings in an environment that the demo makes up: `make demo`."""

import os
from pathlib import Path
from secrets import token_urlsafe

from . import env


def kept_secret(path: Path) -> str:
    """Made once, so that sessions and links outlive a restart."""
    if not path.exists():
        path.write_text(token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


PORT = env.port("PORT", 8000)
MAILBOX_PORT, MAIL_PORT = PORT + 25, PORT + 26
# Mail that goes elsewhere needs no mailbox of ours.
MAILBOX_URL = "" if os.environ.get("EMAIL_URL") else f"http://127.0.0.1:{MAILBOX_PORT}"
ENVIRONMENT = {
    "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
    "BASE_URL": f"http://127.0.0.1:{PORT}",
    "EMAIL_URL": f"smtp://127.0.0.1:{MAIL_PORT}",
    "FROM_EMAIL": "Leiden Kennisstad <post@kennisstad.example>",
    "SECRET_KEY": kept_secret(env.data_dir() / "demo-secret-key"),
}
if MAILBOX_URL:
    ENVIRONMENT |= {"MAIL_EVIDENCE": f"{MAILBOX_URL}/messages/", "MAIL_GRACE_SECONDS": "20"}
os.environ |= {name: os.environ.get(name) or value for name, value in ENVIRONMENT.items()}

from .production import *  # noqa: E402  it reads the environment just made

INSTALLED_APPS = [*INSTALLED_APPS, "kennisstad.demo"]
# Printed on the demo's own page, which lets them in with one click. The new colleague is not among them.
WITHOUT_SECOND_FACTOR = [f"{role}@example.org" for role in ("kennisstad", "naturalis", "redactie", "beheer")]
