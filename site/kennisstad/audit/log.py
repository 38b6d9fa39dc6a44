"""Writing the audit log."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils import timezone

from .models import AuditEntry

KEPT = timedelta(days=365)


def record(action: str, subject: Model, actor: Any = None, **details: Any) -> AuditEntry:
    """`details` are figures and states, never names or addresses of attendees."""
    return AuditEntry.objects.create(
        action=action,
        subject=subject._meta.label,
        subject_id=str(subject.pk),
        actor=None if isinstance(actor, AnonymousUser) else actor,
        details=details,
        delete_after=timezone.localdate() + KEPT,
    )
