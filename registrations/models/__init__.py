from .admission import Admission, AdmissionDefaults
from .door import Door, Scan
from .message import Message
from .registration import Registration, Ticket

__all__ = ["Admission", "AdmissionDefaults", "Door", "Message", "Registration", "Scan", "Ticket"]
