from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from django.core.mail import EmailMessage
from django.db import models
from django.utils.translation import gettext_lazy as _

from kennisstad.privacy.models import PersonalData, PersonalDataQuerySet

from .composing import compose
from .outgoing import OutgoingMessage, OutgoingMessageQuerySet
from .rendering import RenderedMail


class OutgoingMailQuerySet(OutgoingMessageQuerySet["OutgoingMail"], PersonalDataQuerySet["OutgoingMail"]):
    def for_sending(self) -> Self:
        return self.prefetch_related("attachments")


class OutgoingMail(OutgoingMessage, PersonalData):
    """One mail to one person, written down in the transaction of the fact it tells about."""

    sent_again_after: ClassVar[timedelta | None] = timedelta(minutes=15)

    key = models.CharField(_("occasion"), max_length=200, unique=True)
    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField(_("text"))
    html = models.TextField(_("layout"))
    language = models.CharField(_("language"), max_length=5)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta(OutgoingMessage.Meta):
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")

    def __str__(self) -> str:
        return self.subject

    @property
    def recipient(self) -> str:
        return self.to

    def message(self) -> EmailMessage:
        return compose(
            self,
            RenderedMail(self.subject, self.text, self.html),
            to=self.to,
            language=self.language,
            date=self.created_at,
            attachments=self.attachments.all(),
            headers=self.headers,
        )


class Pace(models.Model):
    """How slow a destination takes mail: see `kennisstad.mail.pace`. Nothing of it is about a person."""

    FOR_EVER: ClassVar[datetime] = datetime(9000, 1, 1, tzinfo=UTC)

    destination = models.CharField(_("destination"), max_length=255, unique=True)
    interval = models.FloatField(_("seconds between two mails"), default=0)
    rest = models.FloatField(_("seconds without mail"), default=0)
    refusals = models.PositiveIntegerField(_("refused in a row because of us"), default=0)
    not_before = models.DateTimeField(_("not before"))
    words = models.TextField(_("answer"), blank=True)

    def __str__(self) -> str:
        return self.destination

    @property
    def is_off(self) -> bool:
        """By an administrator, and only they switch it on."""
        return self.not_before >= self.FOR_EVER


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
