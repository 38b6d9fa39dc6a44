"""Counting what was made, to tell it afterwards."""

from collections import Counter


class CreatedCounts(Counter[str]):
    def add(self, kind: str, made: bool | int) -> None:
        if made:
            self[kind] += int(made)

    def lines(self) -> list[str]:
        return [f"{count:>5}  {kind}" for kind, count in self.items()] or ["Nothing new."]
