"""A phone at the door, as its script speaks with the product."""

from typing import Any
from uuid import uuid4

from django.test import Client

from registrations.doors import door_full_url
from registrations.models import Door


def path_of(door: Door) -> str:
    return door_full_url(door).split("8000", 1)[-1]


def scan(client: Client, code: object, nonce: object = None, prefix: str = "", tab: str = "") -> Any:
    body = {"code": code, "nonce": str(nonce or uuid4())}
    return client.post(f"{prefix}/checkin/scan/{tab}", body, content_type="application/json")


def new_tab(client: Client, door: Door, **choice: str) -> str:
    """What its addresses end with."""
    return client.post(path_of(door), choice).headers["Location"].removeprefix("/checkin/")
