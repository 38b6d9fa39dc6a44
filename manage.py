#!/usr/bin/env python
"""Django's command line. Puts the root and site/ first on the path, nothing else."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def usual_settings() -> str:
    """Where only what production runs is installed, no command works on a database that the service does not know."""
    return "production" if (ROOT / ".venv" / ".installed-for-production").exists() else "dev"


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"kennisstad.settings.{usual_settings()}")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
