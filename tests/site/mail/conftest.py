from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests import smtp_sink


@pytest.fixture
def sink(tmp_path: Path, settings: Settings) -> Iterator[smtp_sink.Sink]:
    """A real mail server, whose log is the evidence."""
    with smtp_sink.running(tmp_path / "sink") as server:
        settings.MAILERS = {"default": server.mailer}
        settings.MAIL_EVIDENCE = str(server.log)
        yield server
