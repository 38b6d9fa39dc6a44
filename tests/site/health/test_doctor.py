"""What an administrator is told when something is wrong, and that nothing is said when all is well."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

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


@contextmanager
def saying(words: bytes) -> Iterator[str]:
    """Host and port of a server that says this to everybody, and then waits until they go."""

    class Speaker(BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(words)
            while self.request.recv(4096):
                pass

    class Server(ThreadingTCPServer):
        daemon_threads = True  # nobody waits for a client that stays

    with Server(("127.0.0.1", 0), Speaker) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


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
        f"mail record: {tmp_path}/no.log cannot be read, see MAIL_EVIDENCE: FileNotFoundError: {tmp_path}/no.log",
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


def test_what_nobody_thought_of_keeps_nothing_else_from_being_told(settings):
    settings.MAILERS = {"default": {"BACKEND": "no.such.Backend"}}
    settings.MAIL_GRACE_SECONDS = 179
    with saying(b"220 mail.example.org ESMTP\r\n") as place:
        settings.BASE_URL = f"http://{place}"
        mail, patience, site = examine()

    assert mail.startswith("mail server: could not be looked at: ")
    assert patience == "MAIL_GRACE_SECONDS: is too little: give 180 or more, or leave it out"
    assert site == f"site: http://{place}/readyz does not answer: BadStatusLine: 220 mail.example.org ESMTP"


@pytest.mark.parametrize("status", [b"200 OK", b"503 Not ready"])
def test_an_answer_without_a_date_is_an_answer(settings, status):
    with saying(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n") as place:
        settings.BASE_URL = f"http://{place}"
        assert [finding.subject for finding in doctor.site() if not finding.well] == [
            "same database and key for all"
        ]


def test_a_mail_password_that_no_server_can_be_told_is_told(settings):
    with saying(b"220 x\r\n250-x\r\n250 AUTH PLAIN\r\n221 x\r\n") as place:
        host, port = place.split(":")
        options = {"host": host, "port": int(port), "username": "me", "password": "ü", "timeout": 10}
        settings.MAILERS = {"default": {"BACKEND": "kennisstad.mail.smtp.EmailBackend", "OPTIONS": options}}
        [finding] = doctor.mail_server()

    assert str(finding) == f"NO  mail server: {place}: give a user and a password of plain ASCII in EMAIL_URL"


def test_a_mail_record_is_read_and_not_only_found(settings, tmp_path: Path):
    log = Path(settings.MAIL_EVIDENCE)
    log.write_text(f"from=<post+{'0' * 32}-1@example.org> to=<guest@example.org>\n")
    [finding] = doctor.mail_record()
    assert str(finding) == f"ok  mail record: {log} names 1 mails that were accepted"

    log.with_name("mail.log.1.gz").write_text("not compressed")
    with saying(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") as place:
        for record in (str(log), str(tmp_path), f"http://{place}"):
            settings.MAIL_EVIDENCE = record
            [finding] = doctor.mail_record()
            assert str(finding).startswith(f"NO  mail record: {record} cannot be read, see MAIL_EVIDENCE: ")


def test_a_subdomain_may_leave_dmarc_to_the_domain_above_it_and_have_an_address_for_replies(settings, table):
    settings.CONTACT_ADDRESS = "post@agenda.example.org"
    table[("agenda.example.org", "A")] = "192.0.2.1"
    table[("agenda.example.org", "TXT")] = '"v=spf1 a -all"'

    assert [str(finding) for finding in doctor.sender() if not finding.well] == []


def test_a_settings_file_that_everybody_may_read_and_a_slip_in_it_are_told(monkeypatch, tmp_path: Path):
    file = tmp_path / "kennisstad.env"
    file.write_text("MAIL_EVIDENC=/var/log/mail.log\n")
    file.chmod(0o644)
    monkeypatch.setenv("SETTINGS_FILE", str(file))

    assert [finding.words for finding in doctor.settings_file()] == [
        f"{file} is open to everybody on this machine: chmod o= {file}",
        f"{file} gives what this version does not know: MAIL_EVIDENC",
    ]
    file.write_text("FROM_EMAIL=post@example.org\n")
    file.chmod(0o640)
    assert list(doctor.settings_file()) == []
