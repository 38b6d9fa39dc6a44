from .door import CheckIn, CheckInUndo, Device, Door, Scan
from .message import Message
from .registration import Registration, Submission
from .settings import Admission, AdmissionDefaults, RegistrationSettings
from .ticket import Ticket, TicketCode, TicketType
from .ticket_request import TicketRequest

__all__ = [
    "Admission",
    "AdmissionDefaults",
    "CheckIn",
    "CheckInUndo",
    "Device",
    "Door",
    "Message",
    "Registration",
    "RegistrationSettings",
    "Scan",
    "Submission",
    "Ticket",
    "TicketCode",
    "TicketRequest",
    "TicketType",
]
