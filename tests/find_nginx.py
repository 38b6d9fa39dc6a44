"""The nginx that stands before the product in the journeys: any that the machine has, else the system's package."""

import os
import shutil
import subprocess
import sys

NAMES = ("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx")


def found() -> str | None:
    """Its path; NGINX in the environment has the first word."""
    candidates = (os.environ.get("NGINX", ""), *NAMES)
    return next((path for name in candidates if name and (path := shutil.which(name))), None)


def install() -> None:
    """Only the program: the service that Debian would start with it is somebody else's affair."""
    print("Installing nginx", flush=True)
    quiet = {"RUNLEVEL": "1", "DEBIAN_FRONTEND": "noninteractive", **os.environ}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "nginx-light"]):
        subprocess.run(["apt-get", "-qq", *arguments], stdout=subprocess.DEVNULL, env=quiet, check=False)


def main() -> None:
    if not found() and os.geteuid() == 0 and shutil.which("apt-get"):
        install()
    if not found():
        sys.exit("No web server for the journeys: install nginx, or set NGINX.")


if __name__ == "__main__":
    main()
