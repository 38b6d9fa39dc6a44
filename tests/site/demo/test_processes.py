import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = """
import signal, sys, time
from pathlib import Path
sys.path[:0] = [{root!r}, {root!r} + "/site"]
import django
django.setup()
from kennisstad.demo.processes import first_to_end, running

def wait():
    time.sleep(300)

def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(300)

parts = {{"one": wait, "two": {second}}}
with running(parts, Path({log!r})) as processes:
    print(*[process.pid for process in processes], flush=True)
    print(first_to_end(processes), flush=True)
"""


def start(tmp_path, second="wait"):
    script = SCRIPT.format(root=str(ROOT), log=str(tmp_path / "log"), second=second)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kennisstad.settings.test",
        "DATA_DIR": str(tmp_path),
    }
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment
    )
    children = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(children) == 2
    return parent, children


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        if sys.platform == "linux"
        else True
    )


def ended(pids, seconds=15):
    deadline = time.monotonic() + seconds
    while any(is_running(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(is_running(pid) for pid in pids)


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_part_outlives_the_demo(tmp_path, word):
    parent, children = start(tmp_path)

    parent.send_signal(word)

    parent.wait(20)
    parent.stdout.close()
    assert ended(children)


def test_a_part_that_does_not_listen_is_killed(tmp_path):
    parent, children = start(tmp_path, second="stubborn")

    parent.terminate()

    parent.wait(20)
    parent.stdout.close()
    assert ended(children)


def test_the_others_stop_when_one_ends(tmp_path):
    parent, children = start(tmp_path)

    os.kill(children[0], signal.SIGKILL)

    assert parent.stdout.readline().strip() == "one"
    parent.wait(20)
    parent.stdout.close()
    assert ended(children)
