"""What organisers fill in about their own events."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BoundField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kennisstad.forms import AmbiguousTimeInput, LocalDateTimeField, MailboxField, NameField
from registrations.forms import SubmissionField
from registrations.models import Door, RegistrationSettings
from registrations.models.settings import LARGEST_PARTY

FURTHER = ("needs_approval", "party_size", "group_size")
LOCAL_MINUTE = "%Y-%m-%dT%H:%M"


class Opening(models.TextChoices):
    """Who opens registration: never the publishing of a page by itself."""

    NOW = "now", _("Open now")
    AT = "at", _("Open at a moment that I choose")
    LATER = "later", _("Not yet: I open it myself later")


def moment_field(field: models.DateTimeField[Any, Any]) -> LocalDateTimeField:
    """As a date and time in the browser's own picker."""
    return LocalDateTimeField(
        label=capfirst(field.verbose_name),
        help_text=field.help_text,
        required=False,
        widget=AmbiguousTimeInput({"type": "datetime-local"}, format=LOCAL_MINUTE),
    )


def opening_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Registration"),
        choices=Opening.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Opening.LATER,
    )


def opens_at_moment() -> LocalDateTimeField:
    field = moment_field(RegistrationSettings.opens_at.field)
    field.help_text = _("Only when you choose a moment.")
    return field


def opening_moment(chosen: dict[str, Any], opened: datetime | None = None) -> datetime | None:
    """When registration opens, by somebody's answers; `opened` is when it did so already."""
    now = timezone.now()
    match chosen.get("opening"):
        case Opening.NOW:
            return opened if opened and opened <= now else now.replace(second=0, microsecond=0)
        case Opening.LATER:
            return None
        case Opening.AT if not chosen.get("opens_at"):
            raise ValidationError({"opens_at": _("Give the moment at which registration opens.")})
        case _:
            return chosen.get("opens_at") or opened


class SettingsForm(forms.ModelForm[RegistrationSettings]):
    opening = opening_field()
    opens_at = opens_at_moment()
    closes_at = moment_field(RegistrationSettings.closes_at.field)

    field_order = ("capacity", "opening", "opens_at", "closes_at", *FURTHER)

    class Meta:
        model = RegistrationSettings
        fields = ("capacity", "opens_at", "closes_at", *FURTHER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party_size"].required = False
        # Saving validates the instance, which then has the new moment already.
        self.opened = self.instance.opens_at
        if self.opened:
            self.initial["opening"] = Opening.NOW if self.opened <= timezone.now() else Opening.AT

    @property
    def usual_fields(self) -> list[BoundField]:
        return [field for field in self if field.name not in FURTHER]

    @property
    def further_fields(self) -> list[BoundField]:
        """What most events do without."""
        return [self[name] for name in FURTHER]

    @property
    def uses_more(self) -> bool:
        unused = {"None", "", "1", "False"}
        return any(field.errors or str(field.value()) not in unused for field in self.further_fields)

    def clean_needs_approval(self) -> bool:
        """Who asked would never be answered, while others come in without asking."""
        wanted = self.cleaned_data["needs_approval"]
        if not wanted and self.instance.event.registrations.pending().exists():
            raise ValidationError(_("First answer who has asked for a place."))
        return wanted

    def clean_party_size(self) -> int:
        """Left empty, everybody registers for themselves alone."""
        return self.cleaned_data["party_size"] or 1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        cleaned["opens_at"] = opens_at = opening_moment(cleaned, self.opened)
        closes_at = cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            raise ValidationError({"closes_at": _("Registration must close after it opens.")})
        if opens_at and opens_at >= self._last_moment(closes_at):
            raise ValidationError(
                {"opens_at": _("Registration must open before it closes, and before the event starts.")}
            )
        return cleaned

    def _last_moment(self, closes_at: datetime | None) -> datetime:
        starts_by = self.instance.event.starts_by
        return min(starts_by, closes_at or starts_by - self.instance.closes_before)

    @property
    def settings_values(self) -> dict[str, Any]:
        """Call it on a valid form."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class OnBehalfForm(forms.Form):
    """Somebody who phoned, or who has no address."""

    name = NameField(label=_("Name"), max_length=120, error_messages={"required": _("Enter a name.")})
    email = MailboxField(
        label=_("Email address"),
        help_text=_("The tickets go there. Without one you print them for them."),
        required=False,
    )
    companions = forms.CharField(
        label=_("Who comes along?"),
        help_text=_("One name on each line, at most %(number)d.") % {"number": LARGEST_PARTY - 1},
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=_("Language of the mails"),
        choices=[("nl", _("Dutch")), ("en", _("English"))],
        initial="nl",
        widget=forms.RadioSelect,
    )
    submission = SubmissionField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def clean_companions(self) -> list[str]:
        one = NameField(max_length=120)
        names = [one.clean(line) for line in self.cleaned_data["companions"].splitlines() if line.strip()]
        if len(names) >= LARGEST_PARTY:
            raise ValidationError(
                _("At most %(number)d people can come along.") % {"number": LARGEST_PARTY - 1}
            )
        return names


class RefusalForm(forms.Form):
    words = forms.CharField(
        label=_("What do you want to say?"),
        help_text=_(
            "It stands in the mail that they get, in the language in which you write it. May stay empty."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DoorForm(forms.ModelForm[Door]):
    class Meta:
        model = Door
        fields = ("label",)
        help_texts = {"label": _("For example “Main entrance”, or the volunteer’s first name.")}


class SearchForm(forms.Form):
    words = forms.CharField(label=_("Find by name, address or code"), max_length=100, required=False)
