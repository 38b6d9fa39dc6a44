from .admission import Admission, AdmissionDefaults
from .door import Door, Scan
from .registration import Registration, Ticket

__all__ = ["Admission", "AdmissionDefaults", "Door", "Registration", "Scan", "Ticket"]
