import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kennisstad.fields import EmailField, MailboxKey
from kennisstad.privacy.models import PersonalData, PersonalDataQuerySet


class SubscriberQuerySet(PersonalDataQuerySet["Subscriber"]):
    def confirmed(self) -> "SubscriberQuerySet":
        return self.filter(state=Subscriber.State.CONFIRMED)


class Subscriber(PersonalData):
    """Somebody who asked for the newsletter. Made and changed only by `newsletter.subscriptions`."""

    class State(models.TextChoices):
        PENDING = "pending", _("Not confirmed yet")
        CONFIRMED = "confirmed", _("Subscribed")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EmailField(_("email address"), max_length=254)
    mailbox = MailboxKey()
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed at"), null=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [models.UniqueConstraint(fields=["mailbox"], name="newsletter_subscriber_one_mailbox")]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return self.email

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED


class Consent(models.Model):
    """Proof of what somebody agreed to, and when. No network address; it ends with its subscriber."""

    class Method(models.TextChoices):
        FORM = "form", _("Sign-up form, confirmed by mail")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="consents")
    text = models.TextField(_("text"))
    version = models.CharField(_("version of the text"), max_length=20)
    language = models.CharField(_("language"), max_length=5)
    method = models.CharField(_("way"), max_length=10, choices=Method, default=Method.FORM)
    source_page = models.CharField(_("page"), max_length=300)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber"], condition=Q(confirmed_at=None), name="newsletter_consent_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"
