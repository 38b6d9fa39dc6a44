"""What production writes down, and what it does not."""

import os
import subprocess
import sys
from pathlib import Path

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


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    settings = {"DJANGO_SETTINGS_MODULE": "kennisstad.settings.production", "DATA_DIR": str(folder)}
    return subprocess.run(
        # Whether static files were collected is not the question here.
        [sys.executable, "-W", "ignore:No directory at", "-c", script],
        cwd=ROOT,
        env=os.environ | RIGHT | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


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
