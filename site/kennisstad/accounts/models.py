from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager, Group
from django.contrib.auth.password_validation import validate_password
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Collection

from kennisstad.fields import CharField, EmailField, MailboxKey, NameOfPerson, URLField
from kennisstad.languages import in_language
from kennisstad.mailbox import normal_form


class UserManager(BaseUserManager["User"]):
    def find_by_email(self, address: str) -> "User | None":
        """Whose mailbox this is. Of two from before that share one, it is whose spelling was typed."""
        typed = address.strip().lower()
        found = self.filter(Q(email=typed) | Q(mailbox=normal_form(address)))
        return min(found, key=lambda user: user.email != typed, default=None)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Django's command would take a weak password after a second question, and from a variable unseen."""
        if password:
            validate_password(password, self.model(email=email, **fields))
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Somebody who works here: attendees and subscribers have no account."""

    username = None
    first_name = NameOfPerson(_("first name"), max_length=150, blank=True)
    last_name = NameOfPerson(_("last name"), max_length=150, blank=True)
    email = EmailField(_("email address"), unique=True)
    mailbox = MailboxKey()

    invited_at = models.DateTimeField(_("invited at"), null=True, editable=False)
    """Until the invitation is accepted."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    cached_scope: Any = None
    """Kept by `access` for as long as this object lives: one request."""

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_caseless"),
            models.UniqueConstraint(fields=["mailbox"], name="accounts_user_one_mailbox"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Organisation(models.Model):
    """A partner. Whoever is in its group works for it; its pages and pictures are its own."""

    name = CharField(_("name"), max_length=120, unique=True)
    name_en = CharField(_("name in English"), max_length=120, blank=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    website = URLField(_("website"), blank=True)
    group = models.OneToOneField(Group, models.PROTECT, related_name="organisation", editable=False)
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="organisation", editable=False)

    panels = [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug"), FieldPanel("website")]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return in_language(self, "name")
