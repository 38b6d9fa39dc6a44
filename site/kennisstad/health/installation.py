"""Which installation this is: a process with another database or another key has another mark."""

import hashlib
import hmac

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min


def mark() -> str:
    """Twelve letters and figures. Raises `django.db.Error` where no database answers."""
    first = MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))["first"]
    words = f"{connection.vendor} {connection.settings_dict['NAME']} {first}"
    return hmac.new(settings.SECRET_KEY.encode(), words.encode(), hashlib.sha256).hexdigest()[:12]
