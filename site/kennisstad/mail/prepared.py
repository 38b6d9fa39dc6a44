"""A message whose bytes exist already: sending thousands then costs no building."""

from email import message
from typing import Any

from django.core.mail import EmailMessage


class RawBytes(message.EmailMessage):
    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.raw = raw

    def as_bytes(self, *_args: Any, **_kwargs: Any) -> bytes:
        return self.raw


class PreparedMessage(EmailMessage):
    def __init__(self, raw: bytes, *, to: str, subject: str) -> None:
        super().__init__(subject, to=[to])
        self.raw = raw

    def message(self, **_policy: Any) -> RawBytes:
        return RawBytes(self.raw)
