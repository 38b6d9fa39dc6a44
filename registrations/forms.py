"""What somebody fills in to register."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kennisstad.forms import AccessibleForm, MailboxField, NameField


class SubmissionField(forms.UUIDField):
    """The number of a filled-in form. Nobody can mend a spoilt one, so that is a new form."""

    def clean(self, value: Any) -> UUID:
        try:
            return super().clean(value) or uuid4()
        except ValidationError:
            return uuid4()


class SignUpForm(AccessibleForm):
    name = NameField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Enter your name."),
            "max_length": _(
                "Enter a name of at most %(limit_value)d characters; this one has %(show_value)d."
            ),
        },
    )
    email = MailboxField(
        label=_("Email address"),
        help_text=_("We send your ticket to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    submission = SubmissionField(required=False, initial=uuid4, widget=forms.HiddenInput)
    # Only a program that fills in everything fills in this one.
    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser would cut off what is too long without a word.
        self.fields["name"].widget.attrs.pop("maxlength", None)

    def clean_leave_empty(self) -> str:
        if self.cleaned_data["leave_empty"]:
            raise ValidationError(_("Leave the last field empty and send the form again."))
        return ""


class EmailForm(AccessibleForm):
    """An address to mail tickets to."""

    email = MailboxField(
        label=_("Email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


class NonceForm(forms.Form):
    """The number of a scan."""

    nonce = forms.UUIDField()


class ScanForm(AccessibleForm):
    code = forms.CharField(
        label=_("Ticket code"),
        help_text=_("16 letters and digits. Capitals and spaces don't matter."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "enterkeyhint": "go",
            }
        ),
        error_messages={"required": _("Type the code that is on the ticket.")},
    )
    nonce = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
