"""Who works for the organiser of an event, and the pages that only they have."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from kennisstad.accounts.models import User
from kennisstad.accounts.partners import join
from tests.factories.accounts import UserFactory


def works_for(event: Event) -> User:
    user = UserFactory()
    join(user, event.organisation)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, event: Event, *more: Any) -> str:
    return reverse(f"registrations_admin:{name}", args=[event.pk, *more])


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
