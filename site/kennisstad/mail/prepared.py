"""A message whose bytes exist already: sending thousands then costs no building."""

from email.policy import Policy, default

from django.core.mail import EmailMessage


class RawBytes:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def as_bytes(self) -> bytes:
        return self.raw

    def get_charset(self) -> None:
        return None


class PreparedMessage(EmailMessage):
    def __init__(self, raw: bytes, *, envelope_sender: str, to: str, subject: str) -> None:
        super().__init__(subject, from_email=envelope_sender, to=[to])
        self.raw = raw

    def message(self, *, policy: Policy = default) -> RawBytes:
        return RawBytes(self.raw)
