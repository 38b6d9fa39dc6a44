"""docs/running.md can be performed: `make drill` does, and this looks whether each of its boxes is one that it can do."""

import subprocess
import sys
from configparser import ConfigParser

import pytest

from tests.drill.document import USERS, Box, boxes
from tests.site.settings.test_env import start

BOXES = list(boxes())
UNITS = [box for box in BOXES if box.where.endswith(".service")]


def test_it_installs_serves_looks_backs_up_restores_and_upgrades():
    done = [box.section for box in BOXES]

    assert list(dict.fromkeys(done)) == [
        "Install",
        "Keep it running",
        "See that it is well",
        "Back up",
        "Restore",
        "Upgrade",
    ]


@pytest.mark.parametrize("box", [box for box in BOXES if box.is_commands], ids=lambda box: box.text[:30])
def test_every_command_is_for_somebody_and_can_be_read(box: Box):
    assert box.where in USERS
    subprocess.run(["bash", "-n"], input=box.text, text=True, check=True)


def test_every_box_that_is_a_file_says_where_it_is_written():
    assert [box.where for box in BOXES if not box.is_commands and not box.where.startswith("/etc/")] == []


@pytest.mark.parametrize("box", UNITS, ids=lambda box: box.where)
def test_a_unit_runs_as_the_user_of_the_service_with_the_settings_of_all(box: Box):
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read_string(box.text)
    service = parser["Service"]

    assert service["User"] == "kennisstad"
    assert service["Environment"] == "SETTINGS_FILE=/etc/kennisstad.env"
    assert service["Restart"] == "always"
    assert service["ExecStart"].startswith(service["WorkingDirectory"])


def test_its_settings_start_the_product(tmp_path):
    [settings] = [box for box in BOXES if box.kind == "env"]
    text = settings.text.replace("/var/lib/kennisstad", str(tmp_path))
    (tmp_path / "kennisstad.env").write_text(f"{text}SECRET_KEY={'x' * 60}\n")
    show = "from django.conf import settings; print(settings.DATABASES['default']['HOST'], settings.CONTACT_ADDRESS)"
    nothing = dict.fromkeys(("BASE_URL", "EMAIL_URL", "SECRET_KEY", "DATA_DIR"), "")

    ended = start(
        [sys.executable, "-c", show], tmp_path, **nothing, SETTINGS_FILE=str(tmp_path / "kennisstad.env")
    )

    assert ended.stdout.split() == ["/var/run/postgresql", "post@example.nl"], ended.stderr
