from .calendar_entry import CalendarEntry
from .choices import OFF, Booking, Mode, SpokenLanguage, Status
from .event import Event, Session
from .event_change import ChangeNote, EventChange
from .pages import AgendaPage, EventPage, OrganiserPage
from .people import Person
from .programme import Outcome, ProgrammeItem, ProgrammeSpeaker
from .venues import Municipality, Venue
from .vocabulary import Audience, EventType, PolicyTrack, Series, Theme

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
