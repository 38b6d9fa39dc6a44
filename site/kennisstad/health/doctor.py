"""All that is wrong with this installation, in words, at once."""

import os
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError

import dns.exception
import dns.resolver
from django.conf import settings
from django.core import checks
from django.core.mail import mailers
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from kennisstad.mail.server_log import ServerLogUnavailable, accepted_tokens
from kennisstad.settings import env

from . import installation, readiness
from .findings import Finding, well, wrong

SECONDS = 10
CLOCKS_DIFFER = timedelta(seconds=5)
OLDEST_POSTGRESQL = 15
# In seconds: a third of it is what a mail server may take for one mail, and a minute is not much.
SHORTEST_PATIENCE = 180
OF_OTHERS = 0o007


def findings() -> Iterator[Finding]:
    """Each is looked at whatever the one before said; what could not be asked is said to be so."""
    yield from _whatever_happens("settings", deployment)
    yield from _whatever_happens("settings", settings_file)
    yield from _whatever_happens("folder", folders)
    yield from _whatever_happens("database", database)
    yield from _whatever_happens("readiness", readiness.findings)
    yield from _whatever_happens("mail server", mail_server)
    yield from _whatever_happens("mail record", mail_record)
    yield from _whatever_happens("MAIL_GRACE_SECONDS", patience)
    yield from _whatever_happens("sender", sender)
    yield from _whatever_happens("site", site)


def _whatever_happens(subject: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """One that ends in an error nobody thought of is wrong, and the next is looked at."""
    try:
        yield from look()
    except Exception as failure:  # noqa: BLE001 - of whatever kind: this is there for what is wrong
        yield wrong(subject, f"could not be looked at: {_named(failure)}")


def deployment() -> Iterator[Finding]:
    found = checks.run_checks(include_deployment_checks=True)
    wanted = [message for message in found if message.level >= checks.WARNING and not message.is_silenced()]
    for message in wanted:
        yield wrong(f"settings ({message.id})", f"{message.msg} {message.hint or ''}".strip())
    if not wanted:
        yield well("settings", os.environ.get("SETTINGS_FILE") or "from the environment")


def settings_file() -> Iterator[Finding]:
    path = os.environ.get("SETTINGS_FILE", "").strip()
    if not path:
        return
    if Path(path).stat().st_mode & OF_OTHERS:
        yield wrong("settings", f"{path} is open to everybody on this machine: chmod o= {path}")
    if unknown := env.unknown_names("SETTINGS_FILE"):
        yield wrong("settings", f"{path} gives what this version does not know: {', '.join(unknown)}")


def folders() -> Iterator[Finding]:
    """Made if they are missing, as the first upload would."""
    for folder in (settings.DATA_DIR, settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"doctor")
        except OSError as error:
            yield wrong("folder", f"{folder} cannot be written to by this user: {error.strerror}")
        else:
            yield well("folder", f"{folder} can be written to")


def database() -> Iterator[Finding]:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        yield well("database", f"SQLite, {name}: for trying out, and for a few events")
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT now(), current_setting('server_version_num')::int / 10000")
            at, version = cursor.fetchone()
    except DatabaseError as failure:
        yield wrong("database", f"{name}: {_in_one_line(failure)}")
        connection.close()
        return
    if version < OLDEST_POSTGRESQL:
        yield wrong("database", f"PostgreSQL {version} is too old: {OLDEST_POSTGRESQL} or newer is needed")
    else:
        yield well("database", f"PostgreSQL {version}, {name}")
    yield _clock("the database's", at)


def mail_server() -> Iterator[Finding]:
    """Greeted and signed in to; no mail is sent."""
    backend = mailers["default"]
    where = f"{getattr(backend, 'host', '')}:{getattr(backend, 'port', '')}"
    try:
        with closing(backend):
            backend.open()
    except UnicodeError:
        yield wrong("mail server", f"{where}: give a user and a password of plain ASCII in EMAIL_URL")
    except OSError as error:
        yield wrong("mail server", f"{where}: {_in_one_line(error)}")
    else:
        yield well("mail server", f"{where} lets us in")


def mail_record() -> Iterator[Finding]:
    """Read as the worker reads it when a mail of a day ago is in doubt."""
    subject, record = "mail record", settings.MAIL_EVIDENCE
    if not record:
        yield well(subject, "none: docs/running.md says what then holds")
    elif not settings.MAIL_UNIQUE_SENDER:
        yield well(subject, f"{record} is not asked: MAIL_UNIQUE_SENDER is no")
    else:
        try:
            accepted = accepted_tokens(timezone.now() - timedelta(days=1))
        except ServerLogUnavailable as failure:
            cause = _named(failure.__cause__ or failure)
            yield wrong(subject, f"{record} cannot be read, see MAIL_EVIDENCE: {cause}")
        else:
            yield well(subject, f"{record} names {len(accepted)} mails that were accepted")


def patience() -> Iterator[Finding]:
    if settings.MAIL_GRACE_SECONDS < SHORTEST_PATIENCE:
        yield wrong("MAIL_GRACE_SECONDS", f"is too little: give {SHORTEST_PATIENCE} or more, or leave it out")


def sender() -> Iterator[Finding]:
    """What receivers look up about the domain that mail comes from."""
    domain = settings.CONTACT_ADDRESS.rpartition("@")[2]
    for subject, places, start, words in (
        ("replies (MX)", [(domain, kind) for kind in ("MX", "A", "AAAA")], "", "takes mail"),
        ("SPF", [(domain, "TXT")], "v=spf1", "says who may send for it"),
        (
            "DMARC",
            [(f"_dmarc.{name}", "TXT") for name in _with_those_above(domain)],
            "v=DMARC1",
            "says what is done with forgeries",
        ),
    ):
        try:
            there = any(_in_dns(name, kind, start) for name, kind in places)
        except (dns.exception.DNSException, OSError):
            yield well(subject, f"could not be asked for {domain} from here")
            continue
        yield (
            well(subject, f"{domain} {words}") if there else wrong(subject, f"{places[0][0]} has none in DNS")
        )


def _with_those_above(domain: str) -> list[str]:
    """agenda.example.nl, example.nl: receivers ask the organisation's where a domain says nothing itself."""
    labels = domain.split(".")
    return [".".join(labels[first:]) for first in range(max(len(labels) - 1, 1))]


def _in_dns(name: str, kind: str, start: str) -> bool:
    """Raises `DNSException` or `OSError` where nobody answers."""
    try:
        answers = dns.resolver.resolve(name, kind, lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return False
    return any(answer.to_text().strip('"').startswith(start) for answer in answers)


def site() -> Iterator[Finding]:
    """Asked by its public address, as a visitor comes."""
    address = f"{settings.BASE_URL}/readyz"
    try:
        at, text = _ask(address)
    except (OSError, ValueError, HTTPException) as error:
        yield wrong("site", f"{address} does not answer: {_named(error)}")
        return
    lines = dict(line[4:].split(": ", 1) for line in text.splitlines() if line[3:4] == " " and ": " in line)
    yield _same_installation(lines.get("installation"))
    yield _proxies(lines.get("web servers before this one"))
    yield _clock("the web server's", at) if at else well("clock", "the web server says no time to compare")


def _same_installation(theirs: str | None) -> Finding:
    subject = "same database and key for all"
    if theirs is None:
        return wrong(
            subject,
            f"{settings.BASE_URL} does not say which it has: does this version run there, and was it migrated?",
        )
    if theirs != _own_mark():
        return wrong(
            subject, f"{settings.BASE_URL} runs with another database or SECRET_KEY than this command"
        )
    return well(subject, f"{settings.BASE_URL} and this command")


def _own_mark() -> str:
    try:
        return installation.mark()
    except DatabaseError:
        return ""


def _proxies(seen: str | None) -> Finding:
    subject, said = "TRUSTED_PROXIES", str(settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    if seen is None or seen == said:
        return well(subject, said)
    return wrong(
        subject, f"is {said}, and {seen} web servers say who comes: all visitors would seem to be one"
    )


def _clock(whose: str, at: datetime) -> Finding:
    apart = abs(datetime.now(UTC) - at)
    words = f"{apart.total_seconds():.0f} seconds apart from {whose}"
    return well("clock", words) if apart <= CLOCKS_DIFFER else wrong("clock", words)


def _ask(address: str) -> tuple[datetime | None, str]:
    """When it answered, if it says so, and what. Raises `OSError`, `ValueError` or `HTTPException` if it does not."""
    with _opened(address) as answer:
        return _moment(answer.headers.get("Date", "")), answer.read(100_000).decode(errors="replace")


def _opened(address: str) -> HTTPResponse | HTTPError:
    request = urllib.request.Request(address, headers={"User-Agent": "kennisstad-doctor"})  # noqa: S310 - our own settings
    try:
        return urllib.request.urlopen(request, timeout=SECONDS)  # noqa: S310 - our own settings
    except HTTPError as not_ready:
        return not_ready


def _moment(date: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {_in_one_line(error)}"


def _in_one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
