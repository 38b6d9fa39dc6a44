"""Somebody registers, as their browser sends it."""

import re
from typing import Any
from uuid import uuid4

from django.test import Client

from events.models import Event

PERSON = {"name": "Noor de Vries", "email": "noor@example.org"}


def address(event: Event, language: str = "nl") -> str:
    return f"/en/{event.path}register/" if language == "en" else f"/{event.path}aanmelden/"


def send(client: Client, event: Event, language: str = "nl", **fields: Any) -> Any:
    return client.post(address(event, language), PERSON | {"submission": uuid4()} | fields)


def without_tokens(html: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=|/(?:gelukt|done)/)"?[\w.:-]+', "", html)
