from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kennisstad.forms import AccessibleForm, MailboxField

# Each in its own language, for who reads no other.
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


class LanguageForm(AccessibleForm):
    language = forms.ChoiceField(
        label=_("Language of the newsletter"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language."), "invalid_choice": _("Choose a language.")},
    )


class SubscribeForm(LanguageForm):
    email = MailboxField(
        label=_("Email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    # Only a program that fills in everything fills in this one.
    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    field_order = ["email", "language", "leave_empty"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"language": get_language()}} | kwargs)

    def clean_leave_empty(self) -> str:
        if self.cleaned_data["leave_empty"]:
            raise ValidationError(_("Leave the last field empty and send the form again."))
        return ""
