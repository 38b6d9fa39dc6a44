from enum import StrEnum


class Reason(StrEnum):
    FULL = "full"
    TOO_FEW_SEATS = "too_few_seats"
    PARTY_TOO_LARGE = "party_too_large"
    CLOSED = "closed"
    NOT_OPEN_YET = "not_open_yet"
    OVER = "over"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    NOT_PUBLIC = "not_public"
    ELSEWHERE = "elsewhere"
    NO_REGISTRATION = "no_registration"
    ADMITTED = "admitted"
    CHANGED = "changed"
    NEEDS_APPROVAL = "needs_approval"
    ANSWERED = "answered"
    KNOWN = "known"
    NEWER_FORM = "newer_form"


class RegistrationRefused(Exception):
    """Something that cannot be done now; `code` says why."""

    def __init__(self, code: Reason) -> None:
        super().__init__(code)
        self.code = code
