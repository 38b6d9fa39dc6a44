"""What somebody fills in to register."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from kennisstad.forms import AccessibleForm, LineField, MailboxField, NameField, validate_name
from registrations.models import Registration, RegistrationSettings, Ticket
from registrations.names_field import NamesField


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

    def __init__(self, *args: Any, settings: RegistrationSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser would cut off what is too long without a word.
        self.fields["name"].widget.attrs.pop("maxlength", None)
        if settings.needs_approval:
            self.fields["email"].help_text = _("We send the answer to this address.")
        self.add_party(settings)

    def add_party(self, settings: RegistrationSettings) -> None:
        """Whoever comes along: by name, so that nobody is let in twice."""
        self.fields["companions"] = NamesField(
            label=_("Who comes with you?"),
            help_text=_("Fill in a name for each person. All tickets come to your address."),
            at_most=settings.party_size - 1,
        )

    @property
    def companions(self) -> list[str]:
        """Call it on a valid form. The names of all but whoever fills it in."""
        return self.cleaned_data["companions"]

    @property
    def asks_who_comes_along(self) -> bool:
        return "companions" in self.fields and bool(list(self["companions"]))

    def clean_leave_empty(self) -> str:
        if self.cleaned_data["leave_empty"]:
            raise ValidationError(_("Leave the last field empty and send the form again."))
        return ""


AT_MOST = _("With you included. At most %(number)d.")
TOO_LARGE_A_GROUP = _("At most %(limit_value)d people can come as one group.")


def number_field() -> forms.IntegerField:
    """With how many a group comes."""
    return forms.IntegerField(
        label=_("How many people come?"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 5}),
        error_messages={"required": _("Enter a number."), "invalid": _("Enter a whole number, in figures.")},
    )


class GroupForm(SignUpForm):
    """For a class or a club, of whom one is the contact."""

    group_name = LineField(
        label=_("Name of the group"),
        help_text=_("For example: class 4B of the Da Vinci College."),
        max_length=120,
        validators=[validate_name],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Enter the name of the group.")},
    )
    number = number_field()

    field_order = ("group_name", "number", "name", "email")

    def add_party(self, settings: RegistrationSettings) -> None:
        if not settings.needs_approval:
            self.fields["email"].help_text = _("We send all tickets to this address.")
        largest = settings.group_size or 0
        self.fields["number"].help_text = AT_MOST % {"number": largest}
        self.fields["number"].validators = [
            MinValueValidator(2, _("A group is two people or more. Do you come alone? Register yourself.")),
            MaxValueValidator(largest, TOO_LARGE_A_GROUP),
        ]

    @property
    def companions(self) -> list[str]:
        """They have no names of their own."""
        return [""] * (self.cleaned_data["number"] - 1)


class PartyForm(AccessibleForm):
    """Who comes with a registration that is there already, and who comes along as well."""

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tickets = registration.current_tickets
        for number, ticket in enumerate(tickets, 1):
            self.fields[f"ticket{ticket.pk}"] = NameField(
                label=_("Name on ticket %(number)d") % {"number": number},
                max_length=120,
                initial=ticket.holder,
                error_messages={"required": _("Enter a name.")},
                widget=forms.TextInput(attrs={"autocomplete": "off", "aria-required": "true"}),
            )
        largest = 0 if registration.must_ask_for_more else registration.event.registration_settings.party_size
        self.fields["companions"] = NamesField(
            label=_("Who comes with you as well?"),
            help_text=_("Fill in a name for each person. Their tickets come to your address."),
            at_most=max(0, largest - len(tickets)),
        )

    @property
    def changes_seats(self) -> bool:
        """Call it on a valid form."""
        return bool(self.cleaned_data["companions"])

    @property
    def names(self) -> dict[int, str]:
        """Call it on a valid form. By the key of the ticket."""
        typed = {name.removeprefix("ticket"): value for name, value in self.cleaned_data.items()}
        return {int(key): name for key, name in typed.items() if key.isdigit()}


class GroupSizeForm(AccessibleForm):
    """With how many a group comes that is registered already."""

    number = number_field()

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        number = len(registration.current_tickets)
        super().__init__(*args, initial={"number": number}, **kwargs)
        allowed = 0 if registration.must_ask_for_more else registration.event.registration_settings.group_size
        # Whoever comes with more than are allowed by now may still come with fewer.
        largest = max(allowed or 0, number)
        self.fields["number"].help_text = AT_MOST % {"number": largest}
        self.fields["number"].validators = [
            MinValueValidator(1, _("Does nobody come? Then cancel the registration, below.")),
            MaxValueValidator(largest, TOO_LARGE_A_GROUP),
        ]

    @property
    def changes_seats(self) -> bool:
        return self.has_changed()


class CancelForm(AccessibleForm):
    """Which seats are given back, where there are several. Not filled in, it is about all of them."""

    def __init__(self, tickets: Sequence[Ticket], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.everybody = [ticket.pk for ticket in tickets]
        self.fields["tickets"] = forms.TypedMultipleChoiceField(
            label=_("Who does not come?"),
            choices=[(ticket.pk, ticket.guest) for ticket in tickets],
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Tick who does not come."),
                "invalid_choice": _("One of these tickets was cancelled already. Tick who does not come."),
            },
        )

    @property
    def leaving(self) -> list[int]:
        """Call it on a form that is valid, or not filled in. The keys of the tickets."""
        return self.cleaned_data["tickets"] if self.is_bound else self.everybody


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
