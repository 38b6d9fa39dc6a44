"""For pytest: production's rules, with fast passwords and tasks that run at once."""

from .base import *

DEBUG = False
SECRET_KEY = "only-for-tests-" * 4
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {alias: {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"} for alias in ("default", "work")}
