"""The tests' settings for a server of its own, on the database that the test has filled."""

import os

from kennisstad.settings.test import *

DATABASES["default"]["NAME"] = os.environ["SERVED_DATABASE"]
MICROCACHE_SECONDS = 600
