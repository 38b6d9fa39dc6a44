"""Signed tokens for links in mails. A token is good for one purpose and needs no account."""

from datetime import timedelta
from uuid import UUID

from django.core import signing


class BadLink(Exception):
    """Not a token of ours for this purpose, or too old."""

    code = "bad_link"


def sign(purpose: str, value: str) -> str:
    return _signer(purpose).sign_object(value)


def unsign(purpose: str, token: str, max_age: timedelta | None = None) -> str:
    try:
        return str(_signer(purpose).unsign_object(token, max_age=max_age))
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error


def uuid_of(value: str) -> UUID:
    """What a token stands for. Raises `BadLink` where it stands for something else."""
    try:
        return UUID(value)
    except ValueError as error:
        raise BadLink from error


def _signer(purpose: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"kennisstad.mail.links:{purpose}", sep=".")
