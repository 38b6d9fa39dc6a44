"""docs/running.md, performed line by line on a clean folder: `make drill`.

The version before (VERSION_BEFORE, a commit) is installed first and upgraded at the end. As root the service runs as a user
who may do nothing. What is left behind stays in a folder that is printed when something failed.
"""

import re
import shutil
import ssl
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError, URLError

from tests import find_chromium, find_nginx, postgres, smtp_sink

from . import people
from .document import Box, boxes
from .machine import Machine

PATIENCE = 60
# After these the site is there for everybody.
SERVES = ("systemctl reload nginx", "systemctl start", "systemctl restart")
IN_DNS = re.compile(r"^NO  (replies \(MX\)|SPF|DMARC): ")


def main() -> None:
    find_nginx.main()
    find_chromium.main()
    root = Path(tempfile.mkdtemp(prefix="drill-"))
    root.chmod(0o755)
    with postgres.cluster(postgres.DURABLE) as database, smtp_sink.running(root / "sink") as sink:
        machine = Machine(root, database, sink.port)
        try:
            machine.set_up()
            for box in boxes():
                perform(machine, box)
                if "manage.py doctor" in box.text:
                    machine.event = people.begin(machine, sink)
        except BaseException:
            print(f"What there is stands in {root}", file=sys.stderr)
            raise
        finally:
            machine.stop()
    shutil.rmtree(root)
    print("Performed: all of it.")


def perform(machine: Machine, box: Box) -> None:
    began = time.monotonic()
    if box.is_commands:
        if "git pull" in box.text:
            machine.publish_newer_version()
        # Nobody can be sure what a name server says of an example, so that alone may be missing.
        said = machine.run(box.where, box.text, may_end_with=1 if "manage.py doctor" in box.text else 0)
        look(machine, box, said)
    else:
        machine.write(box.where, box.text)
    print(f"{time.monotonic() - began:6.1f} s  {box.section}: {box.where}", flush=True)


def look(machine: Machine, box: Box, said: str) -> None:
    """What somebody who follows the document sees."""
    if "manage.py administrator" in box.text:
        machine.invitation = re.search(r"https://\S+", said)[0]
    if any(words in box.text for words in SERVES):
        wait_until_ready(machine)
        expect(read(machine, "/"), 200, "<h1")
        if machine.event:
            expect(read(machine, machine.event), 200, people.TITLE)
    if "manage.py doctor" in box.text:
        wrong = [line for line in said.splitlines() if line.startswith("NO ") and not IN_DNS.search(line)]
        if wrong:
            raise SystemExit("\n".join(wrong))


def expect(answer: tuple[int, str], status: int, words: str) -> None:
    if answer[0] != status or words not in answer[1]:
        raise SystemExit(f"Not {status} with {words}, but {answer[0]}:\n{answer[1]}")


def wait_until_ready(machine: Machine) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(URLError, OSError):
            status, text = read(machine, "/readyz")
            if status == 200:
                return
        time.sleep(0.5)
    raise SystemExit(f"Not ready:\n{text}")


def read(machine: Machine, path: str) -> tuple[int, str]:
    trusted = ssl.create_default_context(cafile=machine.root / "ssl" / "certificate.pem")
    try:
        with urllib.request.urlopen(machine.url + path, context=trusted, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


if __name__ == "__main__":
    main()
