"""What production writes down, and what it does not."""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import SuspiciousOperation

from kennisstad.accounts.models import User
from kennisstad.mail.links import sign
from kennisstad.web.logs import REFUSED, discreet
from tests.site.settings.test_env import RIGHT, ROOT

BREAK = """
import django; django.setup()
from django.test import Client
from django.urls import path
import kennisstad.urls

def broken(request): raise RuntimeError("it broke")

kennisstad.urls.urlpatterns.insert(0, path("broken/", broken))
browser = Client(raise_request_exception=False, headers={"host": "agenda.example.org"})
print(browser.get("/broken/", secure=True).status_code)
"""
MISTYPE = """
import django; django.setup()
import logging
logging.getLogger("django.request").warning("Not Found: /t/ABCDEFGHJKLMNPQR")
"""
UNMASKED = """
import django; django.setup()
import logging
from django.test import Client
from kennisstad.mail.links import sign

signed = f"/aanmelding/afzeggen/{sign('registrations.cancel', 'x' * 36)}/"
Client(enforce_csrf_checks=True, headers={"host": "agenda.example.org"}).post(signed, secure=True)
logging.getLogger("django.request").error("Internal Server Error: %s", signed)
logging.getLogger("django.request").error("Internal Server Error: /t/ABCDEFGHJKMNPQRS.png")
"""
STRANGE = """
import django; django.setup()
from django.test import Client

browser = Client(raise_request_exception=False)
for host in ("evil.example", "a b", "x" * 5000):
    answer = browser.get("/t/ABCDEFGHJKMNPQRS?q=noor", secure=True, headers={"host": host})
    print(answer.status_code, "Deze aanvraag klopt niet" in answer.text)
"""

REPORT = """
from io import BytesIO
from wsgiref.util import setup_testing_defaults
from django.urls import path
from kennisstad.wsgi import application
import kennisstad.urls, sentry_sdk

def broken(request, code):
    visitor = "noor@" + "example.org"
    raise RuntimeError("it broke")

kennisstad.urls.urlpatterns.insert(0, path("t/<str:code>", broken))
request = {"PATH_INFO": "/t/ABCD" + "EFGHJKMNPQRS", "HTTP_HOST": "agenda.example.org", "HTTP_X_FORWARDED_PROTO": "https"}
setup_testing_defaults(request)
answer = application(request, lambda status, headers: None)
list(answer)
answer.close()
sentry_sdk.flush()
"""

AWAY = """
import django; django.setup()
from django.test import Client

browser = Client(raise_request_exception=False, headers={"host": "agenda.example.org"})
for address in ("/", "/en/agenda/", "/feeds/all.ics"):
    answer = browser.get(address, secure=True)
    print(answer.status_code, answer["Retry-After"], "zo terug" in answer.text, "right back" in answer.text)
ready = Client(headers={"host": "127.0.0.1:8000"}).get("/readyz")
print(ready.status_code, ready.text, end="")
"""

FULL = """
import django; django.setup()
import logging
from django.db import OperationalError, connection, transaction

def write():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE more AS SELECT randomblob(100000)")

with connection.cursor() as cursor:
    cursor.execute("PRAGMA max_page_count = 1")
transaction.on_commit(write, robust=True)
try:
    write()
except OperationalError:
    logging.getLogger("registrations.ticket_mails").exception("Ticket request 7 cannot be answered.")
"""


class Collector(BaseHTTPRequestHandler):
    """Takes error reports as Sentry does."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.reports.append(gzip.decompress(body).decode())
        self.send_response(HTTPStatus.OK)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        server.reports = []
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def run(script: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    settings = {"DJANGO_SETTINGS_MODULE": "kennisstad.settings.production", "DATA_DIR": str(folder)} | more
    return subprocess.run(
        # Whether static files were collected is not the question here.
        [sys.executable, "-W", "ignore:No directory at", "-c", script],
        cwd=ROOT,
        env=os.environ | RIGHT | settings,
        capture_output=True,
        text=True,
        timeout=200,
        check=True,
    )


def test_a_link_signed_for_a_short_number_is_left_out():
    assert discreet(f"/checkin/open/{sign('registrations.door', '7')}/") == "/checkin/open/…/"


def test_a_link_to_a_new_password_is_left_out():
    token = default_token_generator.make_token(User(pk=7, email="noor@example.org"))

    assert discreet(f"/account/password/reset/key/7-{token}/") == "/account/password/reset/key/…/"


@pytest.mark.parametrize(
    "code", ["ABCDEFGHJKMNPQRS", "abcdefghjkmnpqrs", "ABCD EFGH JKMN PQRS", "ABCD-EFGH-JKMN-PQRS"]
)
def test_a_code_is_left_out_however_it_is_written(code: str):
    assert discreet(f"/t/{code}.png") == "/t/….png"
    assert discreet(f"next=%2Ft%2F{quote(code)}%3Flanguage%3Den") == "next=%2Ft%2F…%3Flanguage%3Den"


@pytest.mark.parametrize(
    "text", ["site.kennisstad.limits.counting", "2026-11-25 20:06:29", "/t/", "/cms/mail/"]
)
def test_what_opens_nothing_is_left(text: str):
    assert discreet(text) == text


def test_what_breaks_is_written_down_with_its_cause(tmp_path):
    ran = run(BREAK, tmp_path)

    assert ran.stdout == "500\n"
    assert ran.stderr.startswith("ERROR django.request: Internal Server Error: /broken/\n")
    assert ran.stderr.count("RuntimeError: it broke") == 1


def test_an_address_that_a_visitor_mistyped_is_not(tmp_path):
    assert run(MISTYPE, tmp_path).stderr == ""


def test_what_opens_something_by_itself_is_not(tmp_path):
    assert run(UNMASKED, tmp_path).stderr.splitlines() == [
        "ERROR django.request: Internal Server Error: /aanmelding/afzeggen/…/",
        "ERROR django.request: Internal Server Error: /t/….png",
    ]


def test_a_wrong_host_costs_one_line_and_no_report(tmp_path, collector):
    ran = run(STRANGE, tmp_path, SENTRY_DSN=f"http://key@127.0.0.1:{collector.server_port}/1")

    assert ran.stdout == "400 True\n" * 3
    lines = ran.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["WARNING django.security.DisallowedHost"] * 3
    assert lines[0].count("evil.example") == 2
    assert max(map(len, lines)) < 300
    assert not any("/t/" in line or "noor" in line for line in lines)
    assert collector.reports == []


def test_every_refusal_of_django_is_known():
    known = [SuspiciousOperation]
    for kind in known:
        known.extend(kind.__subclasses__())

    assert {kind.__name__ for kind in known if kind.__module__.startswith("django.core")} <= set(REFUSED)


def test_a_report_says_what_broke_and_neither_for_whom_nor_with_which_ticket(tmp_path, collector):
    run(REPORT, tmp_path, SENTRY_DSN=f"http://key@127.0.0.1:{collector.server_port}/1")

    reports = "".join(collector.reports)
    assert "RuntimeError" in reports
    assert "agenda.example.org/t/\\u2026" in reports
    assert "ABCDEFGHJKMNPQRS" not in reports
    assert "noor@example.org" not in reports


def test_a_database_that_is_away_is_one_line_and_a_page_that_says_so(tmp_path: Path):
    nobody_listens = "postgresql://127.0.0.1:1/kennisstad"

    ended = run(AWAY, tmp_path, DATABASE_URL=nobody_listens)

    *pages, ready, _disk, database, _servers = ended.stdout.splitlines()
    assert pages == ["503 60 True False", "503 60 False True", "503 60 True False"]
    assert (ready, database) == (
        "503 not ready",
        "NO  database: does not answer as it should (OperationalError)",
    )
    assert ended.stderr.count("WARNING django.request: Service Unavailable") == len(pages)
    assert "Traceback" not in ended.stderr


def test_a_disk_that_is_full_is_one_line_each_time_whoever_meets_it(tmp_path: Path):
    lines = run(FULL, tmp_path, DATABASE_URL="").stderr.splitlines()

    assert [line.split(": ")[0] for line in lines] == [
        "WARNING django.db.backends.base",
        "WARNING registrations.ticket_mails",
    ]
    assert all(line.endswith("OperationalError: database or disk is full") for line in lines)
