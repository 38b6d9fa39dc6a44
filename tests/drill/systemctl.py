"""As much of systemd as docs/running.md asks for: units are read from the drill's folder and run as they say."""

import os
import signal
import subprocess
import sys
import time
from configparser import ConfigParser
from pathlib import Path

from .machine import as_user

PATIENCE = 90


class Unit:
    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root, name
        self.pid_file = root / f"{name}.pid"

    def start(self) -> None:
        if self.pid():
            return
        section = self._service()
        command = section["ExecStart"].split()
        variables = dict(line.split("=", 1) for line in section.get("Environment", "").splitlines() if line)
        with (self.root / "log" / self.name).open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=section["WorkingDirectory"],
                # As systemd does: nothing of whoever starts it.
                env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(self.root / "srv")} | variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **as_user(section["User"]),
            )
        self.pid_file.write_text(str(process.pid))

    def stop(self) -> None:
        if pid := self.pid():
            os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + PATIENCE
            while _lives(pid) and time.monotonic() < deadline:
                time.sleep(0.1)
        self.pid_file.unlink(missing_ok=True)

    def pid(self) -> int | None:
        pid = int(self.pid_file.read_text() or 0) if self.pid_file.exists() else 0
        return pid if pid and _lives(pid) else None

    def _service(self) -> dict[str, str]:
        parser = ConfigParser(interpolation=None, strict=False)
        parser.optionxform = str
        parser.read(self.root / "units" / f"{self.name}.service")
        return dict(parser["Service"])


class Nginx(Unit):
    def start(self) -> None:
        program = str(self.root / "bin" / "nginx")
        subprocess.run([program, *(["-s", "reload"] if self.pid() else [])], check=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        # One that has ended and was never waited for is still listed.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def main(root: Path, verb: str, *words: str) -> None:
    units = [
        Nginx(root, name) if name == "nginx" else Unit(root, name)
        for name in words
        if not name.startswith("-")
    ]
    for unit in units:
        if verb in {"stop", "restart"}:
            unit.stop()
        if verb in {"start", "restart", "enable", "reload"}:
            unit.start()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
