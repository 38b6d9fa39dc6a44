"""The figures as a table on screen and as JSON in var/bench/."""

import json
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import machine
from tests.bench.load import Figure
from tests.bench.product import ROOT
from tests.bench.reference_figures import AIM, Peer

# More than this kept busy by others, and a figure says little.
QUIET = 0.2
HEADINGS = (
    "",
    "at once",
    "per s",
    "p50 ms",
    "p95 ms",
    "cpu ms",
    "reference",
    "ratio",
    "peer here",
    "times",
    "",
)


@dataclass(frozen=True)
class Line:
    """One figure beside its reference, and beside what another product does."""

    name: str
    at_once: int
    figure: Figure
    reference_name: str
    reference: Figure
    pace: float
    peer: Peer | None = None

    @property
    def ratio(self) -> float:
        return self.figure.per_second / self.reference.per_second

    @property
    def peer_per_second(self) -> float | None:
        """What it would do on this machine."""
        there = self.peer.per_second.get(self.at_once) if self.peer else None
        return there * self.pace if there else None

    @property
    def times(self) -> float | None:
        return self.figure.per_second / self.peer_per_second if self.peer_per_second else None

    @property
    def verdict(self) -> str:
        """Short of the aim it says so, and what even the reference would reach where that is less."""
        if not (peer := self.peer_per_second):
            return ""
        times, at_best = self.figure.per_second / peer, self.reference.per_second / peer
        if times >= AIM:
            return f"{times:.1f}"
        return f"{times:.1f} !" if at_best >= AIM else f"{times:.1f} of {at_best:.1f}"

    @property
    def noise(self) -> str:
        foreign = max(self.figure.foreign_cores, self.reference.foreign_cores)
        return f"noisy: others used {foreign:.1f} core" if foreign > QUIET else ""

    def cells(self) -> tuple[str, ...]:
        figure, peer = self.figure, self.peer_per_second
        return (
            self.name,
            str(self.at_once),
            _short(figure.per_second),
            f"{figure.p50_ms:.1f}",
            f"{figure.p95_ms:.1f}",
            f"{figure.cpu_ms:.1f}",
            f"{_short(self.reference.per_second)} {self.reference_name}",
            f"{self.ratio:.2f}",
            _short(peer) if peer else "",
            self.verdict,
            self.noise,
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {
            "ratio": self.ratio,
            "peer_here": self.peer_per_second,
            "times_peer": self.times,
        }


def table(lines: list[Line]) -> str:
    rows = [HEADINGS, *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(_row(row, widths) for row in rows)


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *others = cells
    padded = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
    return "  ".join([first.ljust(widths[0]), *padded]).rstrip()


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def write(lines: list[Line], database: str) -> Path:
    now = datetime.now(UTC)
    path = ROOT / "var" / "bench" / f"{now:%Y-%m-%dT%H%M%SZ}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = {"at": now.isoformat(), "version": _version(), "database": database, **machine.description()}
    document = facts | {"figures": [line.as_dict() for line in lines]}
    path.write_text(json.dumps(document, indent=1) + "\n")
    return path


def _version() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
