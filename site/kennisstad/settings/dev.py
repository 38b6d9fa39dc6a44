"""For working on the code: `python manage.py runserver`."""

from . import env
from .base import *

DEBUG = True
SECRET_KEY = env.secret("SECRET_KEY", "only-for-development-" * 3)
ALLOWED_HOSTS = ["*"]
