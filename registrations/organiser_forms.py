"""What organisers fill in about their own events."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kennisstad.forms import MomentField
from registrations.models import Admission, Door

LOCAL_MINUTE = "%Y-%m-%dT%H:%M"


def _moment(field: models.DateTimeField[Any, Any]) -> MomentField:
    """As a date and time in the browser's own picker."""
    return MomentField(
        label=capfirst(field.verbose_name),
        help_text=field.help_text,
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL_MINUTE),
    )


class AdmissionForm(forms.ModelForm[Admission]):
    opens_at = _moment(Admission.opens_at.field)
    closes_at = _moment(Admission.closes_at.field)

    class Meta:
        model = Admission
        fields = ("takes_registrations", "capacity", "opens_at", "closes_at")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            raise ValidationError({"closes_at": _("Registration must close after it opens.")})
        if opens_at and opens_at >= self._last_moment(closes_at):
            raise ValidationError(
                {"opens_at": _("Registration must open before it closes, and before the event starts.")}
            )
        return cleaned

    def _last_moment(self, closes_at: datetime | None) -> datetime:
        starts_at = self.instance.event.starts_at
        return min(starts_at, closes_at or starts_at - self.instance.closes_before)


class DoorForm(forms.ModelForm[Door]):
    class Meta:
        model = Door
        fields = ("label",)
        help_texts = {"label": _("For example “Main entrance”, or the volunteer’s first name.")}


class SearchForm(forms.Form):
    words = forms.CharField(label=_("Find by name, address or code"), max_length=100, required=False)
