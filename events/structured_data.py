"""An event as schema.org JSON-LD, for search engines."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from kennisstad import dates
from kennisstad.accounts.models import Organisation
from kennisstad.languages import in_language

from .models.choices import Booking, Mode, Status
from .models.event import Event

ATTENDANCE = {
    Mode.ONSITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}

EVENT_STATUS = {Status.CANCELLED: "Cancelled", Status.POSTPONED: "Postponed"}


def event_json_ld(page: Page, event: Event) -> dict[str, Any]:
    """As schema.org’s Event, which search engines read; prices in euros."""
    first, last = dates.iso(event)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": event.get_full_url("nl"),
        "name": in_language(event, "title"),
        "description": in_language(event, "summary"),
        "startDate": first,
        "endDate": last,
        "eventStatus": f"https://schema.org/Event{EVENT_STATUS.get(Status(event.status), 'Scheduled')}",
        "eventAttendanceMode": f"https://schema.org/{ATTENDANCE[Mode(event.mode)]}",
        "inLanguage": event.spoken_language.split("-"),
        "url": event.get_full_url(get_language()),
        "location": _location(event),
    }
    if event.price_from is not None:
        data |= {"isAccessibleForFree": event.is_free, "offers": _offer(event)}
    if not page.organised_by_others:
        data["organizer"] = _organizer(event.organisation)
    return data | _image(page)


def _offer(event: Event) -> dict[str, Any]:
    address = event.booking_url if event.booking == Booking.ELSEWHERE else event.get_full_url(get_language())
    price = f"{event.price_from / 100:.2f}" if event.price_from else "0"
    return {"@type": "Offer", "price": price, "priceCurrency": "EUR", "url": address}


def _image(page: Page) -> dict[str, str]:
    """Nothing when the file has vanished from the disk: the rest of the page is still true."""
    try:
        picture = page.cover and page.cover.get_rendition("fill-1200x675")
    except SourceImageIOError:
        return {}
    return {"image": settings.BASE_URL + picture.url} if picture else {}


def _organizer(organisation: Organisation) -> dict[str, str]:
    data = {"@type": "Organization", "name": str(organisation)}
    return data | {"url": organisation.website} if organisation.website else data


def _location(event: Event) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if event.mode != Mode.ONLINE:
        address = {
            "@type": "PostalAddress",
            "addressCountry": "NL",
            "addressLocality": str(event.municipality),
        }
        if event.venue and event.venue.street:
            address |= {"streetAddress": event.venue.street, "postalCode": event.venue.postcode}
        name = event.venue.name if event.venue else str(event.municipality)
        places.append({"@type": "Place", "name": name, "address": address})
    if event.mode != Mode.ONSITE:
        places.append({"@type": "VirtualLocation", "url": event.get_full_url(get_language())})
    return places
