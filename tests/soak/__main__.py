"""The long proofs: the suite's own tests with full counts, on SQLite and on PostgreSQL.

SOAK_ROUNDS, KILL_READERS and KILL_TIMES set other counts.
"""

import os
import subprocess
import sys

PROOFS = ["tests/newsletter/test_kill.py", "tests/registrations/test_signup_race.py"]
COUNTS = {"KILL_READERS": "440", "KILL_TIMES": "100"}
ROUNDS = int(os.environ.get("SOAK_ROUNDS", "3"))


def main() -> None:
    prove = [sys.executable, "-m", "pytest", "-v", *PROOFS]
    databases = {"SQLite": prove, "PostgreSQL": [sys.executable, "-m", "tests.postgres", *prove]}
    environment = COUNTS | os.environ
    for number in range(1, ROUNDS + 1):
        for name, command in databases.items():
            print(f"Round {number} of {ROUNDS} on {name}", flush=True)
            subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
