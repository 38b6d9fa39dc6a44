import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_nothing_is_wrong_on_this_database(capsys):
    """Programs refuse to start on what these find: what SQLite forgives, PostgreSQL may not."""
    call_command("check", fail_level="WARNING")

    assert "no issues" in capsys.readouterr().out
