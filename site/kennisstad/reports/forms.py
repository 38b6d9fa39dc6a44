from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import EventType, OrganiserPage
from kennisstad.accounts import access
from kennisstad.accounts.access import AnyUser
from kennisstad.forms import LineField, MomentField

LOCAL_MINUTE = "%Y-%m-%dT%H:%M"


class NewEventForm(forms.Form):
    """The three answers from which a draft is made. Who works for several organisations also says for which."""

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
    starts_at = MomentField(
        label=_("When does it start?"),
        widget=forms.DateTimeInput({"type": "datetime-local", "step": 300}, format=LOCAL_MINUTE),
    )

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = access.visible_to(user, OrganiserPage.objects.order_by("title"))
        self.own_pages = list(own[:2])
        if len(self.own_pages) > 1:
            self.fields["organiser"].queryset = own  # type: ignore[attr-defined]
        else:
            del self.fields["organiser"]

    @property
    def can_be_filled_in(self) -> bool:
        """Somebody without an organisation has nowhere to put an event."""
        return bool(self.own_pages)

    @property
    def organiser_page(self) -> OrganiserPage:
        return self.cleaned_data.get("organiser") or self.own_pages[0]
