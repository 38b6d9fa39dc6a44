"""Production settings with the reference pages added."""

from kennisstad.settings.production import *

ROOT_URLCONF = "tests.bench.urls"
