"""For pytest: production's rules, with fast passwords and tasks that run at once."""

from .base import *

DEBUG = False
SECRET_KEY = "only-for-tests-" * 4
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What one step of a test changes, the next one sees.
MICROCACHE_SECONDS = 0
TASKS = {
    alias: {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"} for alias in ("default", "work")
}

# A file, since connections to a database in memory cannot wait for each other's locks.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "tests.sqlite3"}
# Static files are looked up when asked for, so no test waits for collectstatic.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
