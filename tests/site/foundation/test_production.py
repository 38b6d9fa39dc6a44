"""Production is whole without the demo: it starts, is given its first content and serves it."""

import json
import sys

from tests.site.settings.test_env import start

WITHOUT_DEMO = """
import json, sys
sys.modules["kennisstad.demo"] = None  # whoever imports it now is refused

import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.test import Client

call_command("migrate", verbosity=0)
call_command("foundation", stdout=sys.stderr)
visitor = Client(headers={"host": settings.HOST})
addresses = ("/", "/en/", "/agenda/", "/over/", "/healthz", "/readyz", "/demo/", "/demo/qr/")
json.dump(
    {
        "apps": [app.name for app in apps.get_app_configs()],
        "commands": [*get_commands()],
        "answers": {address: visitor.get(address, secure=True).status_code for address in addresses},
    },
    sys.stdout,
)
"""


def test_production_serves_its_first_content_and_knows_nothing_of_the_demo(tmp_path):
    ended = start([sys.executable, "-c", WITHOUT_DEMO], tmp_path)

    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert [name for name in found["apps"] if "demo" in name] == []
    assert [name for name in found["commands"] if "demo" in name] == []
    assert found["answers"] == {
        "/": 200,
        "/en/": 200,
        "/agenda/": 200,
        "/over/": 200,
        "/healthz": 200,
        # No worker has run yet.
        "/readyz": 503,
        "/demo/": 404,
        "/demo/qr/": 404,
    }
