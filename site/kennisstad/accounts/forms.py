from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.models import UserProfile

from kennisstad.forms import MailboxField, NameField
from kennisstad.mailbox import normal_form

from .models import User
from .password_reset import email_digest
from .tasks import send_reset_link


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing is mailed here: whether it is an address shows when somebody is looked up.
        self.fields["login"].validators.remove(validate_email)

    def clean_login(self) -> str:
        """As the account has it, so that tries of every spelling count together; the same work for who has none."""
        typed = str(self.cleaned_data["login"])
        user = User.objects.find_by_email(typed)
        return user.email if user else normal_form(typed)


class ResetPasswordForm(forms.Form):
    email = MailboxField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean_email(self) -> str:
        return normal_form(self.cleaned_data["email"])

    def save(self, request: HttpRequest) -> None:
        """The same for an address with an account and for any other."""
        send_reset_link.enqueue(
            email_digest(self.cleaned_data["email"]), get_language() or settings.LANGUAGE_CODE
        )


class PasskeyForm(AddWebAuthnForm):
    name = forms.CharField(label=_("Name"), required=False, max_length=100)


class _Colleague(forms.Form):
    email = MailboxField(label=_("Email"))
    first_name = NameField(label=_("First name"), max_length=150)
    last_name = NameField(label=_("Last name"), max_length=150)

    instance: User
    error_messages = {
        "duplicate_username": _(
            "Somebody has an account at this address already. Look in the list: there you invite them again or"
            " change what they may do."
        )
    }

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email != self.instance.email:
            self._move_to(normal_form(email))
        return email

    def _move_to(self, mailbox: str) -> None:
        """Also who shared a mailbox with a colleague has one of their own from then on."""
        if User.objects.filter(mailbox=mailbox).exclude(pk=self.instance.pk).exists():
            raise ValidationError(self.error_messages["duplicate_username"], code="duplicate_username")
        self.instance.mailbox = mailbox


class InvitationForm(_Colleague, UserCreationForm):
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the invitation and of the CMS. Your colleague can change the latter."),
    )

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = self.cleaned_data["language"]
        profile.save()
        return user


class ColleagueForm(_Colleague, UserEditForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "is_active" in self.fields:
            self.fields["is_active"].label = _("May sign in")
            self.fields["is_active"].help_text = _(
                "Take the mark away and your colleague is out at once. What they made stays."
            )
