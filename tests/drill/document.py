"""docs/running.md as something to perform: its boxes in order, each with who runs it or where it is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNNING = ROOT / "docs" / "running.md"
BOX = re.compile(
    r"^## (?P<section>[^\n]+)$|^```(?P<kind>\w+) (?P<where>\S+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL
)
# Who a box of commands may be for.
USERS = {"root", "postgres", "kennisstad"}


@dataclass(frozen=True)
class Box:
    section: str
    kind: str
    where: str
    text: str

    @property
    def is_commands(self) -> bool:
        return self.kind == "sh"


def boxes() -> Iterator[Box]:
    section = ""
    for found in BOX.finditer(RUNNING.read_text()):
        if found["section"]:
            section = found["section"]
        else:
            yield Box(section, found["kind"], found["where"], found["text"])
