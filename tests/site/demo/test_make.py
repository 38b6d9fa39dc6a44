"""`make demo` keeps all that it makes where it is told to."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_demo_leaves_its_mark_in_the_folder_that_is_named(tmp_path: Path):
    environment = os.environ | {"DATA_DIR": str(tmp_path / "elsewhere")}
    plan = subprocess.run(
        ["make", "--dry-run", "demo"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout

    assert f"touch {tmp_path}/elsewhere/.demo" in plan
    assert "touch var" not in plan
