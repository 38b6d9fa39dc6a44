"""Settings come from the environment. A wrong value stops the start with one line that names it."""

import os
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url

from kennisstad.content_files import WrongContent
from kennisstad.region import Region, known_regions, read_region

type Config = dict[str, Any]

ROOT_DIR = Path(__file__).resolve().parents[3]


def refuse(name: str, problem: str) -> NoReturn:
    raise SystemExit(f"{name}: {problem}")


# The names of all settings that this version has looked at.
asked: set[str] = set()


def load_file(name: str) -> None:
    """Settings from the file that the variable names, read by no shell: `NAME=value` on each line, quotes if you like.

    What stands in the environment itself wins.
    """
    for setting, value in _in_file(name).items():
        os.environ[setting] = os.environ.get(setting) or value


def unknown_names(name: str) -> list[str]:
    """What stands in that file and was never asked for, such as a name with a slip of the pen."""
    own = {setting for setting in _in_file(name) if not setting.startswith(OF_OTHER_PROGRAMS)}
    return sorted(setting for setting in own if setting.removesuffix("_FILE") not in asked)


OF_OTHER_PROGRAMS = ("PG", "GUNICORN_", "PYTHON", "SSL_", "TZ", "LANG", "LC_")


def _in_file(name: str) -> dict[str, str]:
    path = os.environ.get(name, "").strip()
    settings: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(_read(name, path).split("\n") if path else [], 1):
        bare = line.strip(" \t\r")
        if bare and not bare.startswith("#"):
            found = LINE.fullmatch(bare) or refuse(name, f"line {number} of {path} is not NAME=value.")
            setting = found["name"]
            if setting in settings:
                both = f"lines {lines[setting]} and {number} of {path}"
                refuse(name, f"{both} give {setting} twice. Keep one of them.")
            settings[setting], lines[setting] = found["quoted"] or found["value"] or "", number
    return settings


LINE = re.compile(r"(?P<name>[A-Z][A-Z0-9_]*)=[ \t]*((?P<quote>[\"'])(?P<quoted>.*)(?P=quote)|(?P<value>.*))")


def _read(name: str, path: str) -> str:
    try:
        content = Path(path).read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        refuse(name, f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not text'}.")
    if "\0" in content:
        refuse(name, f"{path} cannot be read: it is not text.")
    return content


def _given(name: str) -> str:
    """The variable's value, or what stands in the file that `<name>_FILE` names, as a secret does in many places."""
    asked.add(name)
    value, path = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "").strip()
    if value.strip() and path:
        refuse(name, f"is given, and so is {name}_FILE. Give one of them.")
    return _only_line(f"{name}_FILE", path) if path else value


def _only_line(name: str, path: str) -> str:
    content = _read(name, path)
    if not content.strip():
        refuse(name, f"{path} is empty. Write the value into it, or take {name} away.")
    return content.removesuffix("\n").removesuffix("\r")


def password(name: str) -> str:
    """As it is, with all spaces in it; empty when none is given."""
    return _given(name)


def text(name: str, default: str | None = None, *, pattern: str = "", hint: str = "") -> str:
    """The variable's value; an empty one counts as absent."""
    value = _given(name).strip() or default
    if value is None:
        refuse(name, f"is missing. {hint}".strip())
    if pattern and value and not re.fullmatch(pattern, value):
        refuse(name, f"is malformed. {hint}".strip())
    return value


def sender(name: str, default: str) -> tuple[str, str]:
    """Name and address as they stand in a mail, and the address alone."""
    value = text(name, default)
    address = parseaddr(value)[1]
    if not re.fullmatch(r"[!-?A-~]+@[^@\s]+", address) or re.search(r"[\r\n]", value):
        refuse(
            name,
            'is malformed. Give an address, or a name in quotes before it: "Name, City" <post@example.nl>',
        )
    return value, address


def hosts(name: str, default: str) -> list[str]:
    value = text(name, default)
    if not re.fullmatch(rf"\s*{HOST}\s*(,\s*{HOST}\s*)*", value):
        refuse(name, "is malformed. Give host names with commas between, without https:// or port.")
    return [host.strip() for host in value.split(",")]


HOST = r"(\*|\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:]+\])"


def base_url(name: str, default: str | None = None) -> str:
    hint = "Give an address without a path, for example https://agenda.example.nl"
    value = text(name, default, pattern=r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/?", hint=hint)
    _port(name, urlsplit(value))
    return value.rstrip("/")


def port(name: str, default: int) -> int:
    value = text(name, str(default), pattern=r"\d{1,5}", hint="Give a port number.")
    return _port(name, urlsplit(f"//host:{value}")) or default


def secret(name: str, default: str | None = None) -> str:
    make = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    hint = f"Give at least 50 characters, for example from: {make}"
    return text(name, default, pattern=r".{50,}", hint=hint)


def region(name: str, default: str) -> Region:
    """The names that stand in sentences."""
    value, known = text(name, default), known_regions()
    if value not in known:
        refuse(name, f"is unknown. Give one of: {', '.join(known)}.")
    try:
        return read_region(value)
    except WrongContent as mistake:
        refuse(name, str(mistake))


def number(name: str, default: int, *, least: int = 0, most: int = 9_999_999) -> int:
    value = int(text(name, str(default), pattern=r"\d{1,7}", hint="Give a number."))
    if value < least:
        refuse(name, f"is too little. Give a number from {least} on.")
    return value if value <= most else refuse(name, f"is too much. Give a number up to {most}.")


def processes(name: str) -> int:
    return number(name, 1, least=1, most=100)


def flag(name: str, *, default: bool) -> bool:
    return text(name, "yes" if default else "no", pattern="yes|no", hint="Give yes or no.") == "yes"


def data_dir() -> Path:
    return directory("DATA_DIR", ROOT_DIR / "var")


def directory(name: str, default: Path) -> Path:
    path = Path(text(name, str(default))).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(name, f"cannot be used as a folder: {error.strerror}.")
    if not os.access(path, os.W_OK):
        refuse(name, "is a folder this user may not write to.")
    return path


def database(name: str, data_dir: Path) -> Config:
    hint = (
        "Give postgresql://user:password@host:5432/name or sqlite:////folder/file. "
        "A password with other characters than letters and figures goes in DATABASE_PASSWORD, as it is."
    )
    url, separate = text(name, f"sqlite:///{data_dir / 'kennisstad.sqlite3'}"), password("DATABASE_PASSWORD")
    if _address(name, url, f"is malformed. {hint}").scheme not in {"sqlite", "postgres", "postgresql"}:
        refuse(name, f"is malformed. {hint}")
    try:
        config: Config = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except ValueError:
        refuse(name, f"is malformed. {hint}")
    if not config.get("NAME"):
        refuse(name, f"names no database. {hint}")
    if config["ENGINE"].endswith("sqlite3"):
        return sqlite(name, config)
    if separate:
        config["PASSWORD"] = separate
    return config | {"OPTIONS": NOBODY_WAITS_FOR_EVER | config.get("OPTIONS", {})}


# In seconds, but for the last: a host that does not even refuse would hold a visitor for two minutes, and one that is cut
# off from us a worker for two hours.
NOBODY_WAITS_FOR_EVER: Config = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}


def sqlite(name: str, config: Config) -> Config:
    file = Path(config["NAME"])
    if file.name == ":memory:" or not os.access(file.parent, os.W_OK):
        refuse(name, "names no file in a folder that this user may write to.")
    return config | {"OPTIONS": SQLITE_OPTIONS}


# IMMEDIATE takes the write lock when a transaction begins, so that two writers queue for it
# instead of failing half-way; readers are never blocked in WAL mode.
SQLITE_OPTIONS: Config = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;",
}

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mailer(name: str, default: str | None = None) -> Config:
    """smtp://user:password@host:port · smtp+tls:// uses STARTTLS · smtps:// TLS from the start."""
    hint = "Give smtp://host:25, smtp+tls://user:password@host:587 or smtps://user:password@host:465"
    url = _address(name, text(name, default, hint=hint), f"is malformed. {hint}")
    if url.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if url.scheme not in MAIL_PORTS or not url.hostname:
        refuse(name, f"is malformed. {hint}")
    options: Config = {
        "host": url.hostname,
        "port": _port(name, url) or MAIL_PORTS[url.scheme],
        "timeout": 30,
        "use_tls": url.scheme == "smtp+tls",
        "use_ssl": url.scheme == "smtps",
    }
    if url.username:
        options |= {"username": unquote(url.username), "password": unquote(url.password or "")}
    return {"BACKEND": "kennisstad.mail.smtp.EmailBackend", "OPTIONS": options}


# Addresses of pages and of pictures in their sizes: small, and there are few.
REST_BYTES = 8 * 1024**2


def cache(name: str) -> Config:
    url = text(name, "locmem://")
    if url == "locmem://":
        return bounded_cache(name, REST_BYTES)
    redis = _redis(name, url, "must be locmem:// or redis://host:6379/0")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}


def bounded_cache(name: str, most_bytes: int) -> Config:
    return {
        "BACKEND": "kennisstad.web.bounded_cache.BoundedCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_BYTES": most_bytes},
    }


def tasks(name: str) -> tuple[Config, Config]:
    """The backend for background work and, when that is Redis, its queues."""
    value = text(name, "database")
    if value == "database":
        return {"BACKEND": "django_tasks_db.DatabaseBackend"}, {}
    redis = _redis(name, value, "must be 'database' or redis://host:6379/1")
    return {"BACKEND": "django_tasks_rq.RQBackend"}, {"default": {"URL": redis}}


def stylesheet(name: str, default: str, *folders: Path) -> str:
    value = text(name, default)
    if not value.endswith(".css") or not any((folder / value).is_file() for folder in folders):
        refuse(name, f"names no stylesheet below {' or '.join(map(str, folders))}.")
    return value


def _redis(name: str, value: str, problem: str) -> str:
    if not re.fullmatch(r"rediss?://[^/\s]+(/\d+)?", value):
        refuse(name, problem)
    _port(name, _address(name, value, problem))
    return value


def _address(name: str, value: str, problem: str) -> SplitResult:
    """Its parts; one that has none, such as a password with a bracket in it, is refused with these words."""
    try:
        return urlsplit(value)
    except ValueError:
        refuse(name, problem)


def _port(name: str, url: SplitResult) -> int | None:
    try:
        number = url.port
    except ValueError:
        number = 0
    if number == 0:
        refuse(name, "has no valid port.")
    return number
