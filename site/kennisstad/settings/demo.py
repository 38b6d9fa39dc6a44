"""Production settings plus the demo's one-click log-ins and test codes."""

from .production import *

INSTALLED_APPS = [*INSTALLED_APPS, "kennisstad.demo"]
