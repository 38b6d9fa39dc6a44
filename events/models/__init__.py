from .calendar import CalendarEntry
from .facts import ChangeNote, Event, EventChange, Session
from .pages import AgendaPage, EventPage, OrganiserPage
from .people import Person
from .places import Municipality, Venue
from .programme import Outcome, ProgrammeItem, ProgrammeSpeaker
from .vocabulary import (
    OFF,
    Audience,
    Booking,
    EventType,
    Mode,
    PolicyTrack,
    Series,
    SpokenLanguage,
    Status,
    Theme,
)

__all__ = [
    "OFF",
    "AgendaPage",
    "Audience",
    "Booking",
    "CalendarEntry",
    "ChangeNote",
    "Event",
    "EventChange",
    "EventPage",
    "EventType",
    "Mode",
    "Municipality",
    "OrganiserPage",
    "Outcome",
    "Person",
    "PolicyTrack",
    "ProgrammeItem",
    "ProgrammeSpeaker",
    "Series",
    "Session",
    "SpokenLanguage",
    "Status",
    "Theme",
    "Venue",
]
