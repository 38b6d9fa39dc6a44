"""What visitors, calendar programmes and volunteers do, step by step."""

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from tests.bench.load import NOTHING, Exhausted, Reply, Step, Visitor, WrongAnswer

FEED = "/feeds/all.ics"
FIELD = r'name="{}" value="([^"]+)"'
# The entries lie between; before 2000 and after 2100 nothing is asked.
LONG_AGO, FAR_AHEAD, DAYS_AHEAD = date(2020, 1, 1), date(2030, 1, 1), 365 * 70
# Through the whole run, so that no address is asked for twice.
_numbers = count()


def expect(reply: Reply, status: int) -> Reply:
    if reply.status != status:
        raise WrongAnswer(f"{reply.status} instead of {status}: {reply.body[:2000].decode(errors='replace')}")
    return reply


def look(path: str, headers: Mapping[str, str] = NOTHING, *, status: int = 200) -> Step:
    return lambda visitor: _look(visitor, path, headers, status)


def _look(visitor: Visitor, path: str, headers: Mapping[str, str], status: int) -> None:
    expect(visitor.get(path, headers), status)


def look_anew(path: str) -> Step:
    """At an address that nobody asked for before, so the page is made for this visitor."""
    return lambda visitor: _look(visitor, f"{path}?visit={next(_numbers)}", NOTHING, 200)


def known_feed(visitor: Visitor) -> Step:
    """Asked again by a programme that has it already."""
    etag = expect(visitor.get(FEED), 200).header("ETag")
    return look(FEED, {"If-None-Match": etag}, status=304)


def unknown_feed() -> Step:
    """The same entries at an address that nobody asked for before."""
    return lambda visitor: _look(visitor, _unknown_feed(next(_numbers)), NOTHING, 200)


def _unknown_feed(number: int) -> str:
    before, after = map(timedelta, divmod(number, DAYS_AHEAD))
    return f"{FEED}?from={LONG_AGO - before}&to={FAR_AHEAD + after}"


def register(event: str) -> Step:
    numbers = count()
    return lambda visitor: _register(visitor, f"/{event}aanmelden/", next(numbers))


def _register(visitor: Visitor, path: str, number: int) -> None:
    """The form, the answer, and the page that says it worked, each time by somebody new."""
    visitor.cookies.clear()
    form = expect(visitor.get(path), 200)
    fields = {name: field_of(form, name) for name in ("csrfmiddlewaretoken", "submission")}
    person = {"name": f"Bezoeker {number}", "email": f"bezoeker{number}.{uuid4().hex[:8]}@example.org"}
    answer = expect(visitor.post(path, urlencode(fields | person).encode()), 302)
    expect(visitor.get(answer.header("Location")), 200)


def field_of(page: Reply, name: str) -> str:
    found = re.search(FIELD.format(name), page.body.decode())
    if found is None:
        raise WrongAnswer(f"The form has no field {name}.")
    return found[1]


def open_door(visitor: Visitor, link: str) -> None:
    """Make this visitor a scanner."""
    path = urlsplit(link).path
    page = expect(visitor.get(path), 200)
    fields = {"csrfmiddlewaretoken": field_of(page, "csrfmiddlewaretoken")}
    expect(visitor.post(path, urlencode(fields).encode()), 302)


def scan(codes: list[str]) -> Step:
    """Each ticket once, as a camera sends it."""
    return lambda visitor: _scan(visitor, codes)


def _scan(visitor: Visitor, codes: list[str]) -> None:
    if not codes:
        raise Exhausted
    body = json.dumps({"code": codes.pop(), "nonce": str(uuid4())}).encode()
    headers = {"Content-Type": "application/json", "X-CSRFToken": visitor.cookies["csrftoken"]}
    reply = expect(visitor.post("/checkin/scan/", body, headers), 200)
    if json.loads(reply.body)["state"] != "admitted":
        raise WrongAnswer(f"Not admitted: {reply.body.decode()}")
