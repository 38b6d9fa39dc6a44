"""How an event's page answers to its editor: a draft may have gaps, what is published may not."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import Panel

from kennisstad.accounts.choices import OwnChoicesPageForm

from .vocabulary import Booking, Mode

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


class EventPageForm(OwnChoicesPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        place = (cleaned.get(name) for name in ("mode", "venue", "municipality"))
        if not self.is_deferred_validation and lacks_a_place(*place):
            self.add_error("venue", _("Choose a venue, or give the municipality under More settings."))
        if not self.is_deferred_validation and lacks_a_link(
            cleaned.get("booking"), cleaned.get("booking_url")
        ):
            self.add_error("booking_url", NEEDS_A_LINK)
        return cleaned


def lacks_a_link(booking: str | None, url: str | None) -> bool:
    return booking == Booking.ELSEWHERE and not url


def lacks_a_place(mode: str | None, venue: object, municipality: object) -> bool:
    return mode != Mode.ONLINE and not venue and not municipality
