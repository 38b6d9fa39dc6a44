"""How an event's page answers to its editor: a draft may have gaps, what is published may not."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import CharField, HiddenInput, ModelForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import Panel

from events.postponing import validate_postponed_sessions
from kennisstad.accounts.choices import OwnChoicesPageForm
from kennisstad.inline_panels import RevisionFormSet, RevisionInlinePanel

from .choices import Booking, Mode

NEEDS_A_LINK = gettext_lazy("Give the address at which one registers.")


class MissingPanel(Panel):
    """Tells what this version used that has been deleted since."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events/missing_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.missing)


class RegistrationPanel(Panel):
    """How the event takes registrations: kept outside its versions, so that no old one brings it back."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "registrations/organiser/panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None


class EventCopyForm(CopyForm):
    """Without an alias: that would be a second public event, with registrations of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)


class ProgrammeFormSet(RevisionFormSet):
    """A part is known by its key, which it has before it has a row and keeps when that is gone."""

    identity = "key"

    def add_fields(self, form: ModelForm[Any], index: int | None) -> None:
        super().add_fields(form, index)
        is_known = index is not None and index < self.initial_form_count()
        key = form.instance.key if is_known else None
        form.fields["key"] = CharField(required=False, widget=HiddenInput, initial=key)

    def new_child(self, identity: str) -> Any:
        """What was removed meanwhile, in another tab, comes back as what it was."""
        try:
            return self.model(key=UUID(identity))
        except ValueError:
            return self.model()


class ProgrammePanel(RevisionInlinePanel):
    formset_class = ProgrammeFormSet


class EventPageForm(OwnChoicesPageForm):
    def is_valid(self) -> bool:
        """The parts of the programme are read after the event itself."""
        if not super().is_valid():
            return False
        parts = self.formsets["programme_items"]
        try:
            validate_postponed_sessions(
                self.instance, [form.instance for form in parts if form not in parts.deleted_forms]
            )
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return not self.errors

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """The editor's page stays open while drafts are saved: it learns the keys of the parts that are new."""
        parts = self.formsets.get("programme_items", [])
        keys = [(part.add_prefix("key"), str(part.instance.key)) for part in parts]
        return [*super().get_field_updates_for_resave(), *keys]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        place = (cleaned.get(name) for name in ("mode", "venue", "municipality"))
        if not self.is_deferred_validation and lacks_location(*place):
            self.add_error("venue", _("Choose a venue, or give the municipality under More settings."))
        if not self.is_deferred_validation and lacks_booking_url(
            cleaned.get("booking"), cleaned.get("booking_url")
        ):
            self.add_error("booking_url", NEEDS_A_LINK)
        return cleaned


def lacks_booking_url(booking: str | None, url: str | None) -> bool:
    return booking == Booking.ELSEWHERE and not url


def lacks_location(mode: str | None, venue: object, municipality: object) -> bool:
    return mode != Mode.ONLINE and not venue and not municipality
