"""The folder that a copy is made in: gone with a killed maker, and nobody else's to take away."""

import subprocess
import sys
from pathlib import Path

import pytest

from kennisstad.backup.databases import CannotCopy
from kennisstad.backup.making import made_in

KILLED = """
import os, signal, sys
from pathlib import Path
from kennisstad.backup.making import made_in

with made_in(Path(sys.argv[1])) as coming:
    (coming / "media.tar").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_a_killed_backup_left_goes_with_the_next_one_whatever_its_name(tmp_path: Path):
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "monday")], check=False)
    assert names(tmp_path) == {"monday.making"}

    with made_in(tmp_path / "tuesday") as coming:
        (coming / "media.tar").touch()

    assert names(tmp_path) == {"tuesday"}
    assert names(tmp_path / "tuesday") == {"media.tar"}


def test_one_that_is_made_now_is_left_alone(tmp_path: Path):
    (tmp_path / "film.making").mkdir()
    with made_in(tmp_path / "one") as coming:
        (coming / "media.tar").touch()
        with made_in(tmp_path / "other"):
            pass
        with pytest.raises(CannotCopy, match=r"one\.making is there already"), made_in(tmp_path / "one"):
            pass

    assert names(tmp_path) == {"film.making", "one", "other"}
    assert names(tmp_path / "one") == {"media.tar"}


def test_what_fails_leaves_nothing(tmp_path: Path):
    with pytest.raises(ValueError, match="no"), made_in(tmp_path / "one"):
        raise ValueError("no")

    assert names(tmp_path) == set()
