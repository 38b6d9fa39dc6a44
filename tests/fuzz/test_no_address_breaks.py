"""Every address × method × content type × hostile value, as everybody who may come by: never a fault of ours.

FUZZ_SEED and FUZZ_REQUESTS set other draws and more of them.
"""

import logging
import os
import random
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from tests.fuzz import requests
from tests.fuzz.addresses import UrlPattern, addresses
from tests.fuzz.requests import Request
from tests.fuzz.world import ROLES, World, world

pytestmark = pytest.mark.django_db

SEED = os.environ.get("FUZZ_SEED", "1")
AMOUNT = int(os.environ.get("FUZZ_REQUESTS", "2"))
# So that two workers share what an administrator may ask.
HALVES = (0, 1)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals need no log entries."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("role", ROLES)
def test_no_request_makes_a_fault_of_ours(role: str, half: int):
    everything = world()
    client = everything.client(role)
    mine = list(addresses())[half :: len(HALVES)]

    found = [fault for address in mine for fault in faults(client, role, address, everything)]

    assert not found, "\n".join(found)


def test_every_address_is_asked():
    templates = {address.template for address in addresses()}

    assert {"/%(path)s", "/en/%(path)s", "/t/%(code)s", "/cms/pages/%(page_id)s/edit/"} <= templates
    assert len(templates) > 300


def test_a_fault_would_be_seen(monkeypatch: pytest.MonkeyPatch):
    """The control."""

    def fail(*_args: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("newsletter.views.subscription.consent.consent_text", fail)

    assert "RuntimeError: broken" in asked(
        Client(raise_request_exception=False), Request("GET", "/nieuwsbrief/")
    )


def faults(client: Client, role: str, address: UrlPattern, everything: World) -> Iterator[str]:
    lot = random.Random(f"{SEED} {role} {address.template}")
    for request in drawn(client, address, everything, lot):
        if fault := asked(client, request):
            yield f"{role}: {fault}"


def drawn(client: Client, address: UrlPattern, everything: World, lot: random.Random) -> Iterator[Request]:
    """Nonsense, and then the forms of a page that answers, with nonsense in one or two of their fields."""
    yield from requests.malformed(address, everything, lot, AMOUNT)
    path = requests.meaningful(address, everything, lot)
    with nothing_kept(client):
        page = client.get(path)
    if page.status_code == 200 and "text/html" in page.headers.get("Content-Type", ""):
        yield from requests.spoilt_forms(page.text, path, lot, AMOUNT)


def asked(client: Client, request: Request) -> str:
    """What broke, or nothing."""
    broke: list[str] = []

    def remember(**_kwargs: Any) -> None:
        broke.append(last_lines())

    got_request_exception.connect(remember)
    try:
        with nothing_kept(client):
            response = request.ask(client)
            b"".join(response)
    except Exception:  # noqa: BLE001 - even what no handler catches belongs in the list
        return f"{request}: {last_lines()}"
    finally:
        got_request_exception.disconnect(remember)
    return f"{request}: {response.status_code} {broke}" if response.status_code >= 500 or broke else ""


def last_lines() -> str:
    return "".join(traceback.format_exception(*sys.exc_info())[-3:])[-600:]


@contextmanager
def nothing_kept(client: Client) -> Iterator[None]:
    """Every request meets the same rows, with the same cookies."""
    cookies, before = dict(client.cookies), transaction.savepoint_create()
    try:
        yield
    finally:
        transaction.set_rollback(False)
        transaction.savepoint_rollback(before)
        client.cookies.clear()
        client.cookies.update(cookies)
