"""For real use, and for the demo on top of it. Everything secret or public comes from the environment."""

import sentry_sdk

from kennisstad.web.logs import REFUSED, away_in_one_line, discreet_report, one_line

from . import env

env.load_file("SETTINGS_FILE")

from .base import *  # noqa: E402  it reads what has just been loaded

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
BASE_URL = WAGTAILADMIN_BASE_URL = env.base_url("BASE_URL")
MAILERS = {"default": env.mailer("EMAIL_URL")}
# gunicorn's own, which says less clearly what is wrong with it.
env.processes("WEB_CONCURRENCY")

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "kennisstad.web.static.HashedStaticFiles"}}

SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
# Whether browsers are told beforehand is for the owner of the whole domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"

# Everything to standard error, for journald or a container to keep. Addresses may open tickets, so
# what visitors merely mistyped is not written down.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "kennisstad.web.logs.Discreet", "fmt": "{levelname} {name}: {message}", "style": "{"}
    },
    "filters": {
        "one_line": {"()": lambda: one_line},
        "away_in_one_line": {"()": lambda: away_in_one_line},
    },
    "handlers": {
        # Whoever says it: pages, workers, and Django itself once something was committed.
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["away_in_one_line"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        **{name: {"level": "INFO"} for name in ("kennisstad", "events", "registrations", "newsletter")},
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        **{f"django.security.{name}": {"filters": ["one_line"]} for name in REFUSED},
    },
}

if SENTRY_DSN:
    sentry_sdk.init(
        dsn=SENTRY_DSN,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        before_send=discreet_report,
    )
