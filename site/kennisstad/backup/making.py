"""Where a copy is made: beside its place, so that whatever has its name is whole."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .databases import CannotCopy

SUFFIX = ".making"
# Its maker holds it; of one that was killed the system lets go.
HELD = "backup-under-way"


@contextmanager
def made_in(folder: Path) -> Iterator[Path]:
    """Gives a folder to fill, for this user alone, that takes this place when the block ends well.

    What killed backups left beside it goes first. Raises `CannotCopy` where another one makes this folder.
    """
    for left in folder.parent.glob(f"*{SUFFIX}"):
        _clear(left)
    making = _made(folder.with_name(folder.name + SUFFIX))
    try:
        with (making / HELD).open("x") as held:
            _hold(held.fileno())
            (coming := making / folder.name).mkdir(mode=0o700)
            yield coming
            if folder.exists():
                folder.rmdir()
            coming.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _clear(left: Path) -> None:
    """Unless its maker lives, or it is none of ours."""
    with suppress(OSError), (left / HELD).open("r+") as held:
        _hold(held.fileno())
        shutil.rmtree(left)


def _made(making: Path) -> Path:
    try:
        making.mkdir(mode=0o700, parents=True)
    except FileExistsError as error:
        raise CannotCopy(
            f"{making} is there already. Another backup works in it: wait, or name another folder."
        ) from error
    return making


def _hold(file: int) -> None:
    """Raises `BlockingIOError` where somebody else does."""
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
