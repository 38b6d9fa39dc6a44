"""How busy the machine is with others: a figure measured beside them says little."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


class Busy:
    """Who used the processor since this was made. Where there is no /proc nothing is known: zeroes."""

    def __init__(self) -> None:
        self.start, self.all, self.client, self.product = perf_counter(), *_ticks_now()

    def since(self) -> "Used":
        everybody, client, product = _ticks_now()
        elapsed = perf_counter() - self.start
        ours = (client - self.client) + (product - self.product)
        foreign = max(0, everybody - self.all - ours) / TICKS / elapsed
        return Used(product=(product - self.product) / TICKS, foreign_cores=foreign)


@dataclass(frozen=True)
class Used:
    """Seconds of processor time of what we started, and how many cores others kept busy meanwhile."""

    product: float
    foreign_cores: float


def _ticks_now() -> tuple[int, int, int]:
    if not (PROC / "stat").exists():
        return 0, 0, 0
    client, *product = map(_ticks, _family())
    return _all_ticks(), client, sum(product)


def _all_ticks() -> int:
    fields = (PROC / "stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _iowait, irq, softirq = map(int, fields[:7])
    return user + nice + system + irq + softirq


def _family() -> Iterator[int]:
    """This process first, then all that it started."""
    children: dict[int, list[int]] = {}
    for path in PROC.glob("[0-9]*/stat"):
        if fields := _fields(int(path.parent.name)):
            children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    waiting = [os.getpid()]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        yield pid


def _ticks(pid: int) -> int:
    """Of the process itself and of its children that have ended."""
    fields = _fields(pid)
    return sum(map(int, fields[11:15])) if fields else 0


def _fields(pid: int) -> list[str]:
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def description() -> dict[str, object]:
    return {"cores": os.cpu_count(), "python": sys.version.split()[0], "system": os.uname().sysname}
