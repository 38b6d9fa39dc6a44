"""Only the demo lets somebody in with less than a second factor."""

import sys
from pathlib import Path

import pytest

from kennisstad.demo.demo_users import ROLES

from .test_env import start

TELL = "from django.conf import settings; print(*settings.WITHOUT_SECOND_FACTOR)"


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "manage.py", "check"],
        [sys.executable, "manage.py", "runserver", "--noreload", "127.0.0.1:0"],
        [str(Path(sys.executable).with_name("gunicorn")), "kennisstad.wsgi", "--bind=127.0.0.1:0"],
    ],
    ids=["check", "runserver", "gunicorn"],
)
def test_settings_that_excuse_anybody_stop_the_start(tmp_path, command):
    rash = "from kennisstad.settings.production import *\nWITHOUT_SECOND_FACTOR = ['beheer@example.org']\n"
    (tmp_path / "rash.py").write_text(rash)

    ended = start(command, tmp_path, DJANGO_SETTINGS_MODULE="rash", PYTHONPATH=str(tmp_path))

    assert "WITHOUT_SECOND_FACTOR: lets people in with a password alone" in ended.stderr
    assert ended.returncode != 0


def test_the_environment_excuses_nobody(tmp_path):
    told = start([sys.executable, "-c", TELL], tmp_path, WITHOUT_SECOND_FACTOR="*")

    assert told.stdout.split() == []


def test_the_demo_excuses_those_it_prints_except_the_new_colleague(tmp_path):
    told = start([sys.executable, "-c", TELL], tmp_path, DJANGO_SETTINGS_MODULE="kennisstad.settings.demo")

    assert told.stdout.split() == [role.email for role in ROLES if not role.is_new]
    assert [role.slug for role in ROLES if role.is_new] == ["nieuw"]
