"""The programs that make up a running site, as children of one process that has loaded everything already."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

from django.db import connections

type Run = Callable[[], None]

# Forked, so that no part has to load Django again.
FORK = get_context("fork")
PATIENCE = 8


@contextmanager
def running(parts: Mapping[str, Run], log: Path) -> Iterator[list[BaseProcess]]:
    """Start them all, and stop them all whatever happens."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    connections.close_all()
    processes: list[BaseProcess] = [
        FORK.Process(name=name, target=_play, args=(run, log, os.getpid())) for name, run in parts.items()
    ]
    try:
        for process in processes:
            process.start()
        yield processes
    finally:
        _stop(processes)


def first_to_end(processes: list[BaseProcess], seconds: float | None = None) -> str:
    """The name of a part that ended, or nothing when all still run after so long."""
    ended = wait([process.sentinel for process in processes], timeout=seconds)
    return next((process.name for process in processes if process.sentinel in ended), "")


def _play(run: Run, log: Path, parent: int) -> None:
    """In a group of its own, so that Ctrl-C reaches the parent alone, which then stops everybody in order."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    with log.open("a", buffering=1) as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    run()


def _follow(parent: int) -> None:
    """A parent that was killed could stop nobody."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit


def _stop(processes: list[BaseProcess]) -> None:
    started = [process for process in processes if process.pid]
    for process in started:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in started:
        process.join(max(0, deadline - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()
