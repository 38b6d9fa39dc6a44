from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.models import UserProfile

from .models import User
from .resets import trace_of
from .tasks import send_reset_link


class ResetPasswordForm(forms.Form):
    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def save(self, request: HttpRequest) -> None:
        """The same for an address with an account and for any other."""
        send_reset_link.enqueue(
            trace_of(self.cleaned_data["email"]), get_language() or settings.LANGUAGE_CODE
        )


class PasskeyForm(AddWebAuthnForm):
    name = forms.CharField(label=_("Name"), required=False, max_length=100)


class _OneAddress:
    error_messages = {
        "duplicate_username": _(
            "Somebody has an account at this address already. Look in the list: there you invite them again or"
            " change what they may do."
        )
    }

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()  # type: ignore[attr-defined]


class InvitationForm(_OneAddress, UserCreationForm):
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


class ColleagueForm(_OneAddress, UserEditForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "is_active" in self.fields:
            self.fields["is_active"].label = _("May sign in")
            self.fields["is_active"].help_text = _(
                "Take the mark away and your colleague is out at once. What they made stays."
            )
