"""The web server: `python -m kennisstad.serve`, with gunicorn's own options."""

import os

# gunicorn takes these while it is imported, and stops without a word of ours; gunicorn.conf.py says them all.
READ_TOO_EARLY = ("WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS")


def main() -> None:
    given = dict(os.environ)
    for name in READ_TOO_EARLY:
        os.environ.pop(name, None)
    from gunicorn.app.wsgiapp import run

    os.environ.update(given)
    run()


if __name__ == "__main__":
    main()
