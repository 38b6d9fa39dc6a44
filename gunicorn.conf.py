"""How gunicorn serves the site; WEB_CONCURRENCY sets the number of processes, GUNICORN_CMD_ARGS the rest."""

import gc
import logging

from kennisstad.settings import env

wsgi_app = "kennisstad.wsgi"

env.load_file("SETTINGS_FILE")
workers = env.processes("WEB_CONCURRENCY")

# Loaded before the first worker starts, so a wrong setting stops everything with its one line.
preload_app = True
# As long as nginx takes by itself: whoever asks for more gets a page of nginx, and all that is less one of ours.
limit_request_line = 8190
worker_class = "gthread"
threads = 4

# Nobody may say by a header below which address the site hangs, or from where a request comes: Django asks
# the one header that the web server in front sets.
forwarder_headers = ""
forwarded_allow_ips = ""


# About whoever asks: with their network address, and with what may open a ticket.
UNSAID = ("Invalid request from", "WSGI app sent body bytes on a no-body response")


def on_starting(_server: object) -> None:
    for name in ("gunicorn.error", "gunicorn.http.wsgi"):
        logging.getLogger(name).addFilter(_is_about_us)


def _is_about_us(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith(UNSAID)


def when_ready(_server: object) -> None:
    """What is loaded by now stays: workers share it, and never search it for garbage."""
    gc.collect()
    gc.freeze()
