"""The Chromium that the journeys drive: any that the machine has, else the system's package."""

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Quiet: a browser under test speaks to nobody but the site.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)


def found() -> str | None:
    """Its path; CHROMIUM in the environment has the first word."""
    candidates = (os.environ.get("CHROMIUM", ""), *NAMES)
    return next((path for name in candidates if name and (path := shutil.which(name))), None)


def install() -> None:
    print("Installing Chromium", flush=True)
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-qq", *arguments], stdout=subprocess.DEVNULL, check=False)


def main() -> None:
    if not found() and os.geteuid() == 0 and shutil.which("apt-get"):
        install()
    if not found():
        sys.exit("No browser for the journeys: install Chromium or Google Chrome, or set CHROMIUM.")


if __name__ == "__main__":
    main()
