from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kennisstad.privacy.models import PersonalData


class AuditEntry(PersonalData):
    """Who did what to what. Append-only; it names staff, so it ends too."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=60)
    subject = models.CharField(_("subject"), max_length=200)
    subject_id = models.CharField(max_length=40)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject} {self.subject_id}"
