from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: all is well, or in words what is wrong and what to do about it."""

    subject: str
    well: bool
    words: str

    def __str__(self) -> str:
        return f"{'ok ' if self.well else 'NO '} {self.subject}: {self.words}"


def well(subject: str, words: str) -> Finding:
    return Finding(subject, well=True, words=words)


def wrong(subject: str, words: str) -> Finding:
    return Finding(subject, well=False, words=words)
