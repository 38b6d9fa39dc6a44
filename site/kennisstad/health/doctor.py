"""All that is wrong with this installation, in words, at once."""

import os
import tempfile
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.error import HTTPError, URLError

import dns.exception
import dns.resolver
from django.conf import settings
from django.core import checks
from django.core.mail import mailers
from django.db import Error as DatabaseError
from django.db import connection

from . import installation, readiness
from .findings import Finding, well, wrong

SECONDS = 10
CLOCKS_DIFFER = timedelta(seconds=5)
OLDEST_POSTGRESQL = 15


def findings() -> Iterator[Finding]:
    """Each is looked at whatever the one before said; what could not be asked is said to be so."""
    yield from deployment()
    yield from folders()
    yield from database()
    yield from readiness.findings()
    yield from mail_server()
    yield mail_record()
    yield from sender()
    yield from site()


def deployment() -> Iterator[Finding]:
    found = checks.run_checks(include_deployment_checks=True)
    wanted = [message for message in found if message.level >= checks.WARNING and not message.is_silenced()]
    for message in wanted:
        yield wrong(f"settings ({message.id})", f"{message.msg} {message.hint or ''}".strip())
    if not wanted:
        yield well("settings", os.environ.get("SETTINGS_FILE") or "from the environment")


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
        backend.open()
        backend.close()
    except OSError as error:
        yield wrong("mail server", f"{where}: {_in_one_line(error)}")
    else:
        yield well("mail server", f"{where} lets us in")


def mail_record() -> Finding:
    record = settings.MAIL_EVIDENCE
    if not record:
        return well("mail record", "none: docs/running.md says what then holds")
    if record.startswith("http"):
        answer = _ask(record)
        return answer if isinstance(answer, Finding) else well("mail record", f"{record} answers")
    if os.access(record, os.R_OK):
        return well("mail record", f"{record} can be read")
    return wrong("mail record", f"{record} cannot be read by this user: see MAIL_EVIDENCE")


def sender() -> Iterator[Finding]:
    """What receivers look up about the domain that mail comes from."""
    domain = settings.CONTACT_ADDRESS.rpartition("@")[2]
    for subject, name, kind, start, words in (
        ("replies (MX)", domain, "MX", "", "takes mail"),
        ("SPF", domain, "TXT", "v=spf1", "says who may send for it"),
        ("DMARC", f"_dmarc.{domain}", "TXT", "v=DMARC1", "says what is done with forgeries"),
    ):
        try:
            answers = dns.resolver.resolve(name, kind, lifetime=SECONDS)
            there = any(answer.to_text().strip('"').startswith(start) for answer in answers)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            there = False
        except (dns.exception.DNSException, OSError):
            yield well(subject, f"could not be asked for {domain} from here")
            continue
        yield well(subject, f"{domain} {words}") if there else wrong(subject, f"{name} has none in DNS")


def site() -> Iterator[Finding]:
    """Asked by its public address, as a visitor comes."""
    answer = _ask(f"{settings.BASE_URL}/readyz")
    if isinstance(answer, Finding):
        yield answer
        return
    at, text = answer
    lines = dict(line[4:].split(": ", 1) for line in text.splitlines() if line[3:4] == " " and ": " in line)
    yield _same_installation(lines.get("installation"))
    yield _proxies(lines.get("web servers before this one"))
    yield _clock("the web server's", at)


def _same_installation(theirs: str | None) -> Finding:
    subject = "same database and key for all"
    if theirs is None:
        return wrong(
            subject, f"{settings.BASE_URL} does not say which it has: is this version running there?"
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


def _ask(address: str) -> tuple[datetime, str] | Finding:
    request = urllib.request.Request(address, headers={"User-Agent": "kennisstad-doctor"})  # noqa: S310 - our own settings
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return parsedate_to_datetime(answer.headers["Date"]), answer.read(100_000).decode()
    except HTTPError as error:
        # Not ready, but it answers.
        return parsedate_to_datetime(error.headers["Date"]), error.read(100_000).decode(errors="replace")
    except (URLError, OSError, ValueError, TypeError) as error:
        return wrong("site", f"{address} does not answer: {_in_one_line(error)}")


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
