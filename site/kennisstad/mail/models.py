from email.message import MIMEPart
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import models
from django.utils.translation import gettext_lazy as _

from kennisstad.privacy.models import PersonalData, PersonalDataQuerySet

from .ledger import Dispatch, DispatchQuerySet


class OutgoingMailQuerySet(DispatchQuerySet["OutgoingMail"], PersonalDataQuerySet["OutgoingMail"]):
    def for_sending(self) -> Self:
        return self.prefetch_related("attachments")


class OutgoingMail(Dispatch, PersonalData):
    """One mail to one person, written down in the transaction of the fact it tells about."""

    key = models.CharField(_("occasion"), max_length=200, unique=True)
    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField(_("text"))
    html = models.TextField(_("layout"))
    language = models.CharField(_("language"), max_length=5)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta(Dispatch.Meta):
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")

    def __str__(self) -> str:
        return self.subject

    def message(self) -> EmailMessage:
        mail = EmailMultiAlternatives(
            self.subject, self.text, self.envelope_sender, [self.to], headers=self._all_headers()
        )
        mail.attach_alternative(self.html, "text/html")
        for attachment in self.attachments.all():
            mail.attach(attachment.part())
        return mail

    def _all_headers(self) -> dict[str, Any]:
        return {
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": self.message_id,
            "Date": self.created_at,
            "Content-Language": self.language,
            "Auto-Submitted": "auto-generated",
            **self.headers,
        }


class MailAttachment(models.Model):
    """Ends with its mail."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    mimetype = models.CharField(max_length=80)
    content = models.BinaryField()
    inline_id = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def part(self) -> MIMEPart:
        kind, _slash, subtype = self.mimetype.partition("/")
        part = MIMEPart()
        part.set_content(
            bytes(self.content),
            kind,
            subtype,
            disposition="inline" if self.inline_id else "attachment",
            filename=self.name,
            cid=f"<{self.inline_id}>" if self.inline_id else None,
        )
        return part
