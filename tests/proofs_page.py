"""docs/proofs.md: each long proof writes its own section."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "proofs.md"


def write(heading: str, text: str) -> None:
    """In place of what stood below this heading; other sections stay."""
    parts = re.split(r"^# (.+)\n", PAGE.read_text(), flags=re.MULTILINE)[1:]
    sections = dict(zip(parts[::2], parts[1::2], strict=True)) | {heading: f"\n{text}\n"}
    PAGE.write_text("\n".join(f"# {title}\n\n{body.strip()}\n" for title, body in sections.items()))
