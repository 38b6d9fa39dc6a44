"""What to tell somebody who cannot be helped now: what is so, and what they can do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kennisstad import dates
from registrations.availability import Availability
from registrations.exceptions import Reason


def sign_up_error_message(code: Reason, availability: Availability) -> tuple[str, str]:
    """A title and a sentence."""
    if code is Reason.NOT_OPEN_YET and availability.opens_at:
        opening = {"day": dates.day(availability.opens_at), "time": dates.time(availability.opens_at)}
        return _("Registration is not open yet"), _("You can register from %(day)s, %(time)s.") % opening
    return {
        Reason.FULL: (_("All places are taken"), _("Sometimes somebody cancels. Have another look later.")),
        Reason.TOO_FEW_SEATS: (_("There are not enough places"), _too_few(availability)),
        Reason.PARTY_TOO_LARGE: (_("These are too many people at once"), _("Register fewer people.")),
        Reason.CLOSED: (_("Registration is closed"), _("You can't register for this event any more.")),
        Reason.NOT_OPEN_YET: (_("Registration is not open yet"), _("Have another look later.")),
        Reason.OVER: (_("This event is over"), _over(availability)),
        Reason.CANCELLED: (_("This event is cancelled"), _("It is not going ahead, so you can't register.")),
        Reason.POSTPONED: (
            _("This event is postponed"),
            _("The new date is not known yet, so you can't register now."),
        ),
        Reason.NOT_PUBLIC: (_("This event is not public"), _("You can't register for it.")),
        Reason.ELSEWHERE: (_("You register elsewhere"), _("The event’s page has the link.")),
        Reason.NO_REGISTRATION: (_("You don't need to register"), _("Just come: you are welcome.")),
    }[code]


def _too_few(availability: Availability) -> str:
    left = availability.seats_left or 0
    words = ngettext(
        "There is one place left. Register fewer people.",
        "There are %(left)d places left. Register fewer people.",
        left,
    )
    return words % {"left": left}


def _over(availability: Availability) -> str:
    page = availability.event.page
    if page and page.look_back:
        return _("You can't register any more. The page tells what came of it.")
    return _("You can't register any more.")


def party_error_message(code: Reason, availability: Availability) -> str:
    """To somebody who has a seat, in a sentence."""
    if code in {Reason.ADMITTED, Reason.CANCELLED, Reason.NEEDS_APPROVAL}:
        return {
            Reason.NEEDS_APPROVAL: _(
                "The organiser decides who comes. Ask them whether others can come along."
            ),
            Reason.ADMITTED: _("So many of you are inside already. Who is inside stays registered."),
            Reason.CANCELLED: _("This registration was cancelled meanwhile."),
        }[code]
    title, sentence = sign_up_error_message(code, availability)
    return f"{title}. {sentence}"


def organiser_error_message(code: Reason, availability: Availability) -> str:
    """To an organiser who wants to give somebody a seat, in a sentence."""
    left = availability.seats_left or 0
    too_few = ngettext("There is only one place left.", "There are only %(left)d places left.", left)
    return {
        Reason.FULL: _("All places are taken. First make more places."),
        Reason.TOO_FEW_SEATS: too_few % {"left": left},
        Reason.OVER: _("This event is over."),
        Reason.CANCELLED: _("The event or the request was cancelled."),
        Reason.POSTPONED: _("This event is postponed: first give it a date."),
        Reason.NOT_PUBLIC: _("The event’s page is off the site: first publish it."),
        Reason.CHANGED: _("They changed with how many they come. Look again."),
        Reason.KNOWN: _("This address is registered already. Look for it in the list."),
        Reason.NEWER_FORM: _("They filled in a newer form. Answer that one."),
        Reason.ELSEWHERE: _("People register for this event elsewhere."),
        Reason.NO_REGISTRATION: _("Nobody registers for this event: everybody may just come."),
        Reason.ANSWERED: _("Somebody else has answered meanwhile."),
    }[code]


def cancel_error_message(code: Reason) -> tuple[str, str]:
    if code is Reason.ADMITTED:
        return _("You are already inside"), _(
            "This ticket was scanned at the door, so there is nothing to cancel."
        )
    return _("This event is over"), _("There is nothing to cancel any more.")
