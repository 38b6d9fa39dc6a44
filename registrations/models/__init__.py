from .admission import Admission, AdmissionDefaults
from .announcement import Announcement
from .door import Door, Scan
from .registration import Registration, Ticket

__all__ = ["Admission", "AdmissionDefaults", "Announcement", "Door", "Registration", "Scan", "Ticket"]
