"""What an administrator is told when something is wrong, and that nothing is said when all is well."""

from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path

import dns.resolver
import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from kennisstad.health import doctor, installation
from kennisstad.jobs import periodic
from tests import dns_server, smtp_sink

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

DNS = {
    ("example.org", "MX"): "10 mail.example.org.",
    ("example.org", "TXT"): '"v=spf1 mx -all"',
    ("_dmarc.example.org", "TXT"): '"v=DMARC1; p=reject"',
}
# What a test does not have: TLS, and a key of its own.
DEPLOYMENT = [
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",
    "security.W009",
    "security.W018",
]


@pytest.fixture
def table() -> dict[tuple[str, str], str]:
    return dict(DNS)


@pytest.fixture(autouse=True)
def healthy(
    settings, live_server: LiveServer, tmp_path: Path, table: dict, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A whole installation: a mail server, a name server and a web server that answer, a worker that has looked."""
    periodic.call_due(timezone.now(), lambda _name: None)
    settings.SILENCED_SYSTEM_CHECKS = DEPLOYMENT
    settings.BASE_URL, settings.CONTACT_ADDRESS = live_server.url, "post@example.org"
    settings.DATA_DIR, settings.MEDIA_ROOT, settings.PRIVATE_ROOT = (
        tmp_path / name for name in ("data", "data/media", "data/private")
    )
    with smtp_sink.running(tmp_path / "sink") as sink, dns_server.running(table) as resolver:
        sink.log.touch()
        settings.MAILERS, settings.MAIL_EVIDENCE = {"default": sink.mailer}, str(sink.log)
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        yield


def examine() -> list[str]:
    """What is wrong."""
    told = StringIO()
    with suppress(SystemExit):
        call_command("doctor", stdout=told, no_color=True)
    return [line.removeprefix("NO  ") for line in told.getvalue().splitlines() if line.startswith("NO ")]


def test_all_is_well():
    assert examine() == []


def test_everything_that_is_wrong_is_told_at_once(settings, table, tmp_path: Path):
    table.clear()
    settings.MAILERS = {
        "default": {
            "BACKEND": "kennisstad.mail.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1},
        }
    }
    settings.MAIL_EVIDENCE = str(tmp_path / "no.log")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    (tmp_path / "file").touch()
    settings.PRIVATE_ROOT = tmp_path / "file"

    assert examine() == [
        f"folder: {tmp_path}/file cannot be written to by this user: File exists",
        "mail server: 127.0.0.1:1: [Errno 111] Connection refused",
        f"mail record: {tmp_path}/no.log cannot be read by this user: see MAIL_EVIDENCE",
        "replies (MX): example.org has none in DNS",
        "SPF: example.org has none in DNS",
        "DMARC: _dmarc.example.org has none in DNS",
        "TRUSTED_PROXIES: is 1, and 0 web servers say who comes: all visitors would seem to be one",
    ]


def test_another_key_or_database_than_the_running_site_is_noticed(
    monkeypatch: pytest.MonkeyPatch, live_server
):
    with override_settings(SECRET_KEY="another-key-than-that-of-the-running-site"):
        other = installation.mark()
    monkeypatch.setattr(doctor, "_own_mark", lambda: other)

    assert examine() == [
        f"same database and key for all: {live_server.url} runs with another database or SECRET_KEY than this command"
    ]


def test_a_site_that_does_not_answer_is_told(settings):
    settings.BASE_URL = "http://127.0.0.1:1"

    [line] = examine()
    assert line.startswith("site: http://127.0.0.1:1/readyz does not answer: ")


def test_what_can_not_be_looked_up_is_no_fault(monkeypatch: pytest.MonkeyPatch):
    nobody = dns.resolver.Resolver(configure=False)
    nobody.nameservers, nobody.port = ["127.0.0.1"], 1
    monkeypatch.setattr(dns.resolver, "default_resolver", nobody)
    monkeypatch.setattr(doctor, "SECONDS", 0.3)

    assert examine() == []


def test_a_script_can_tell_by_how_it_ends(settings):
    call_command("doctor", stdout=StringIO())
    settings.MAIL_EVIDENCE = "/no/such/file"

    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=StringIO())
    assert ended.value.code == 1


def test_settings_that_are_fit_for_trying_out_alone_are_told(settings):
    settings.SILENCED_SYSTEM_CHECKS = []

    assert any(line.startswith("settings (security.W012): SESSION_COOKIE_SECURE") for line in examine())
