"""A wrong environment stops the start with exactly one line that names the variable."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kennisstad.settings import env

ROOT = Path(__file__).resolve().parents[3]
RIGHT = {
    "BASE_URL": "https://agenda.example.org",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "SECRET_KEY": "long-enough-and-used-for-nothing-else-than-these-tests",
}
WRONG = [
    ("ALLOWED_HOSTS", "https://agenda.example.org"),
    ("ALLOWED_HOSTS", "agenda.example.org:443"),
    ("ALLOWED_HOSTS", ","),
    ("BASE_URL", ""),
    ("BASE_URL", "agenda.example.org"),
    ("BASE_URL", "https://agenda.example.org/path"),
    ("BASE_URL", "https://agenda.example.org:99999"),
    ("CACHE_URL", "memcached://127.0.0.1"),
    ("CACHE_URL", "redis://"),
    ("CACHE_URL", "redis://127.0.0.1:port/0"),
    ("DATABASE_URL", "mysql://127.0.0.1/kennisstad"),
    ("DATABASE_URL", "postgresql://127.0.0.1"),
    ("DATABASE_URL", "postgresql://127.0.0.1:port/kennisstad"),
    ("DATABASE_URL", "postgresql://user:se/cret@127.0.0.1/kennisstad"),
    ("DATABASE_URL", "sqlite:////no/such/folder/kennisstad.sqlite3"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "://"),
    ("DATA_DIR", "/proc/kennisstad"),
    ("DATA_DIR", "/etc/hostname"),
    ("EMAIL_URL", ""),
    ("EMAIL_URL", "mail.example.org"),
    ("EMAIL_URL", "imap://mail.example.org"),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "smtp://mail.example.org:0"),
    ("FROM_EMAIL", "nobody"),
    ("REGION", "atlantis"),
    ("KENNISSTAD_THEME", "css/no-such-theme.css"),
    ("KENNISSTAD_THEME", "../kennisstad/settings/env.py"),
    ("MAIL_EVIDENCE", "maillog"),
    ("MAIL_GRACE_SECONDS", "soon"),
    ("SECRET_KEY", ""),
    ("SECRET_KEY", "short"),
    ("SECURITY_CONTACT", "http://example.org"),
    ("SENTRY_DSN", "https://sentry.example.org"),
    ("SIGN_UPS_PER_VISITOR", "-1"),
    ("STRIPE_API_BASE", "stripe"),
    ("STRIPE_SECRET_KEY", "pk_test_publishable"),
    ("STRIPE_WEBHOOK_SECRET", "secret"),
    ("TASKS_BACKEND", "celery"),
    ("TASKS_BACKEND", "redis://"),
    ("SETTINGS_FILE", "/no/such/file"),
    ("TRUSTED_PROXIES", "nginx"),
    ("TRUSTED_PROXIES", "10"),
    ("UID_DOMAIN", "https://agenda.example.org"),
    ("WEB_CONCURRENCY", "many"),
    ("WEB_CONCURRENCY", "0"),
]


def start(command: list[str], tmp_path: Path, **given: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    settings = {"DJANGO_SETTINGS_MODULE": "kennisstad.settings.production"}
    environment = kept | settings | RIGHT | {"DATA_DIR": str(tmp_path)} | given
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False
    )


def loading_settings() -> list[str]:
    return [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"]


def test_the_right_environment_starts(tmp_path):
    assert start(loading_settings(), tmp_path).stderr == ""


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_named_in_one_line(tmp_path, name, value):
    ended = start(loading_settings(), tmp_path, **{name: value})

    [line] = ended.stderr.splitlines()
    assert line.startswith(f"{name}: ")
    assert ended.returncode == 1
    assert "cret@" not in line


FROM_FILE = """
# As systemd reads it too.
SECRET_KEY=from-the-file-and-so-long-that-nobody-will-ever-guess-it
FROM_EMAIL=Leiden Kennisstad <post@example.org>

EMAIL_URL="smtp://mail.example.org"
DATABASE_PASSWORD='$a`#"/@é'
DATABASE_URL=postgresql://kennisstad@127.0.0.1/kennisstad
"""
SHOW = """
from django.conf import settings
for value in (settings.SECRET_KEY, settings.DEFAULT_FROM_EMAIL, settings.DATABASES["default"]["PASSWORD"],
              settings.MAILERS["default"]["OPTIONS"]["host"]):
    print(value)
"""


def test_a_file_is_read_by_no_shell_and_what_is_given_otherwise_wins(tmp_path):
    file = tmp_path / "kennisstad.env"
    file.write_text(FROM_FILE)

    ended = start([sys.executable, "-c", SHOW], tmp_path, SETTINGS_FILE=str(file), SECRET_KEY="")
    assert ended.stdout.splitlines() == [
        "from-the-file-and-so-long-that-nobody-will-ever-guess-it",
        "Leiden Kennisstad <post@example.org>",
        '$a`#"/@é',
        "127.0.0.1",
    ], ended.stderr

    assert start([sys.executable, "-c", SHOW], tmp_path, SETTINGS_FILE=str(file)).stdout.startswith(
        "long-enough"
    )


@pytest.mark.parametrize("line", ["SECRET_KEY = spaced", "export SECRET_KEY=x", "secret_key=x", "words"])
def test_a_line_that_is_no_setting_is_named(tmp_path, line):
    file = tmp_path / "kennisstad.env"
    file.write_text(f"REGION=leiden\n{line}\n")

    ended = start(loading_settings(), tmp_path, SETTINGS_FILE=str(file))

    assert ended.stderr == f"SETTINGS_FILE: line 2 of {file} is not NAME=value.\n"


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path):
    file = tmp_path / "secret"
    file.write_text("in-a-file-of-its-own-and-long-enough-for-nobody-to-guess\n")

    ended = start([sys.executable, "-c", SHOW], tmp_path, SECRET_KEY="", SECRET_KEY_FILE=str(file))
    assert ended.stdout.startswith("in-a-file-of-its-own")

    both = start(loading_settings(), tmp_path, SECRET_KEY_FILE=str(file))
    assert both.stderr == "SECRET_KEY: is given, and so is SECRET_KEY_FILE. Give one of them.\n"
    gone = start(loading_settings(), tmp_path, SECRET_KEY="", SECRET_KEY_FILE=str(tmp_path / "gone"))
    assert gone.stderr.startswith("SECRET_KEY_FILE: ")


SERVE = [sys.executable, "-m", "kennisstad.serve"]


@pytest.mark.parametrize("place", ["environment", "file", "file of its own"])
def test_the_web_server_too_names_a_wrong_value_wherever_it_stands(tmp_path, place):
    file = tmp_path / "kennisstad.env"
    file.write_text("many\n" if place == "file of its own" else "WEB_CONCURRENCY=many\n")
    given = {
        "environment": {"WEB_CONCURRENCY": "many"},
        "file": {"SETTINGS_FILE": str(file)},
        "file of its own": {"WEB_CONCURRENCY_FILE": str(file)},
    }

    ended = start(SERVE, tmp_path, **given[place])

    assert ended.stderr == "WEB_CONCURRENCY: is malformed. Give a number.\n"


def test_what_only_gunicorn_would_read_stops_nothing(tmp_path):
    ended = start([*SERVE, "--print-config"], tmp_path, WEB_CONCURRENCY=" ", FORWARDED_ALLOW_IPS="nobody")

    assert ended.returncode == 0, ended.stderr
    assert re.search(r"^workers += 1$", ended.stdout, re.MULTILINE)
    assert re.search(r"^forwarded_allow_ips += \[\]$", ended.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "manage.py", "check"],
        [sys.executable, "manage.py", "migrate"],
        [sys.executable, "-m", "kennisstad.serve", "--bind=127.0.0.1:0"],
        [str(Path(sys.executable).with_name("django-admin")), "check"],
    ],
    ids=["check", "migrate", "serve", "django-admin"],
)
def test_every_way_to_start_stops_with_that_line(tmp_path, command):
    ended = start(command, tmp_path, SECRET_KEY="")

    [line] = ended.stderr.splitlines()
    assert line.startswith("SECRET_KEY: is missing.")
    assert ended.returncode == 1


def test_an_empty_optional_value_counts_as_absent(tmp_path):
    optional = ("ALLOWED_HOSTS", "CACHE_URL", "DATABASE_URL", "SENTRY_DSN", "TASKS_BACKEND")

    assert start(loading_settings(), tmp_path, **dict.fromkeys(optional, "")).stderr == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail", {"host": "mail", "port": 25, "use_tls": False, "use_ssl": False}),
        ("smtp+tls://mail:2525", {"host": "mail", "port": 2525, "use_tls": True, "use_ssl": False}),
        ("smtps://mail", {"host": "mail", "port": 465, "use_tls": False, "use_ssl": True}),
    ],
)
def test_mail_addresses_say_how_to_encrypt(monkeypatch, url, expected):
    monkeypatch.setenv("EMAIL_URL", url)

    assert env.mailer("EMAIL_URL")["OPTIONS"] == expected | {"timeout": 30}


def test_mail_passwords_may_hold_any_character(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtps://me%40example.org:p%3A%2Fs@mail")

    options = env.mailer("EMAIL_URL")["OPTIONS"]
    assert (options["username"], options["password"]) == ("me@example.org", "p:/s")


def test_sqlite_takes_its_write_lock_first(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    options = env.database("DATABASE_URL", tmp_path)["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


BRACKET = "has-a-bracket["


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        (
            "DATABASE_URL",
            f"postgresql://user:{BRACKET}@host/name",
            lambda: env.database("DATABASE_URL", ROOT),
        ),
        ("EMAIL_URL", f"smtp://user:{BRACKET}@host:25", lambda: env.mailer("EMAIL_URL")),
        ("CACHE_URL", f"redis://:{BRACKET}@host:6379/0", lambda: env.cache("CACHE_URL")),
        ("TASKS_BACKEND", f"redis://:{BRACKET}@host:6379/0", lambda: env.tasks("TASKS_BACKEND")),
        ("FROM_EMAIL", "Leiden, Kennisstad <post@example.org>", lambda: env.sender("FROM_EMAIL", "")),
        ("FROM_EMAIL", "Leiden; Kennisstad <post@example.org>", lambda: env.sender("FROM_EMAIL", "")),
        ("FROM_EMAIL", "Leiden@Kennisstad <post@example.org>", lambda: env.sender("FROM_EMAIL", "")),
        ("FROM_EMAIL", "Leiden <pöst@example.org>", lambda: env.sender("FROM_EMAIL", "")),
        ("MAIL_GRACE_SECONDS", "0", lambda: env.number("MAIL_GRACE_SECONDS", 360, least=1)),
    ],
)
def test_what_cannot_be_taken_apart_is_refused_in_words(monkeypatch, name, value, read):
    monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit, match=f"^{name}: [^\n]+$") as refused:
        read()
    assert BRACKET not in str(refused.value)


def test_a_name_with_a_comma_is_quoted(monkeypatch):
    monkeypatch.setenv("FROM_EMAIL", '"Leiden, Kennisstad" <post@example.org>')

    assert env.sender("FROM_EMAIL", "")[1] == "post@example.org"


@pytest.fixture
def settings_file(monkeypatch, tmp_path) -> Callable[[bytes], Path]:
    """Writes the file that SETTINGS_FILE names."""
    # What it gives goes into the environment, and out of it after the test.
    monkeypatch.setattr(os, "environ", dict(os.environ))
    file = tmp_path / "kennisstad.env"
    os.environ["SETTINGS_FILE"] = str(file)

    def write(content: bytes) -> Path:
        file.write_bytes(content)
        return file

    return write


def test_a_file_that_is_not_text_is_named(settings_file):
    file = settings_file(b"REGION=lei\0den\n")

    with pytest.raises(SystemExit, match=f"^SETTINGS_FILE: {file} cannot be read: it is not text.$"):
        env.load_file("SETTINGS_FILE")


def test_a_setting_that_stands_in_the_file_twice_is_named_with_both_lines(settings_file):
    file = settings_file(b"REGION=leiden\n\nREGION=atlantis\n")

    problem = f"SETTINGS_FILE: lines 1 and 3 of {file} give REGION twice. Keep one of them."
    with pytest.raises(SystemExit, match=f"^{problem}$"):
        env.load_file("SETTINGS_FILE")


@pytest.mark.parametrize("password", [" spaces around ", "next\x85line", "form\x0cfeed", "line\u2028apart"])
def test_a_password_is_taken_as_it_is(settings_file, monkeypatch, tmp_path, password):
    settings_file(f'DATABASE_PASSWORD="{password}"\r\n'.encode())
    env.load_file("SETTINGS_FILE")
    assert env.password("DATABASE_PASSWORD") == password

    file = tmp_path / "password"
    file.write_bytes(f"{password}\n".encode())
    monkeypatch.setitem(os.environ, "DATABASE_PASSWORD", "")
    monkeypatch.setitem(os.environ, "DATABASE_PASSWORD_FILE", str(file))
    assert env.password("DATABASE_PASSWORD") == password


def test_an_empty_file_is_no_setting(monkeypatch, tmp_path):
    file = tmp_path / "url"
    file.write_text("\n")
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))

    with pytest.raises(SystemExit, match=f"^DATABASE_URL_FILE: {file} is empty"):
        env.database("DATABASE_URL", tmp_path)


def test_names_that_nobody_asks_for_are_known(settings_file):
    settings_file(b"MAIL_EVIDENC=/var/log/mail.log\nBASE_URL=x\nSECRET_KEY_FILE=x\nPGSSLMODE=require\n")
    env.asked.update({"BASE_URL", "SECRET_KEY"})

    assert env.unknown_names("SETTINGS_FILE") == ["MAIL_EVIDENC"]
