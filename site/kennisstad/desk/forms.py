from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import EventType, OrganiserPage
from kennisstad.accounts import access
from kennisstad.accounts.access import AnyUser
from kennisstad.forms import AmbiguousTimeInput, LineField, LocalDateTimeField
from registrations.organiser_forms import Opening, opening_field, opening_moment, opens_at_moment

LOCAL_MINUTE = "%Y-%m-%dT%H:%M"
# What the column holds.
MAX_CAPACITY = 2**31 - 1


class NewEventForm(forms.Form):
    """The answers from which a draft is made. Who works for several organisations also says for which."""

    organiser: "forms.ModelChoiceField[OrganiserPage]" = forms.ModelChoiceField(
        OrganiserPage.objects.none(), label=_("For which organisation?"), empty_label=None
    )
    event_type = forms.ModelChoiceField(
        EventType.objects.all(),
        label=_("What kind of event is it?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    title = LineField(label=_("What is it called?"), max_length=255)
    starts_at = LocalDateTimeField(
        label=_("When does it start?"),
        widget=AmbiguousTimeInput({"type": "datetime-local", "step": 300}, format=LOCAL_MINUTE),
    )

    capacity = forms.IntegerField(
        label=_("How many places are there?"),
        help_text=_("Leave empty for what is usual for this kind."),
        required=False,
        min_value=0,
        max_value=MAX_CAPACITY,
    )
    opening = opening_field()
    opens_at = opens_at_moment()

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = access.visible_to(user, OrganiserPage.objects.order_by("title"))
        self.own_pages = list(own[:2])
        if len(self.own_pages) > 1:
            self.fields["organiser"].queryset = own  # type: ignore[attr-defined]
        else:
            del self.fields["organiser"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            cleaned["opens_at"] = opens_at = opening_moment(cleaned)
            if cleaned["opening"] == Opening.AT and opens_at and opens_at >= cleaned["starts_at"]:
                self.add_error("opens_at", _("Registration must open before the event starts."))
        return cleaned

    @property
    def can_be_filled_in(self) -> bool:
        """Somebody without an organisation has nowhere to put an event."""
        return bool(self.own_pages)

    @property
    def organiser_page(self) -> OrganiserPage:
        return self.cleaned_data.get("organiser") or self.own_pages[0]

    @property
    def draft(self) -> dict[str, Any]:
        """Call it on a valid form."""
        names = ("event_type", "title", "starts_at", "capacity", "opens_at")
        return {name: self.cleaned_data[name] for name in names}
