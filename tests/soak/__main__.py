"""The long proofs: the suite's own tests with full counts, on SQLite and on PostgreSQL, and the whole suite on SQLite once.

The results go into docs/proofs.md. As root on Debian a real Postfix takes part. SOAK_ROUNDS, KILL_READERS, KILL_TIMES, FUZZ_REQUESTS, FACTS_RUNS and SEAT_RUNS set other counts.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from tests import proofs_page
from tests.soak import postfix

ROOT = Path(__file__).parents[2]
PROOFS = [
    "tests/newsletter/test_worker_killed.py",
    "tests/registrations/test_signup_race.py",
    "tests/registrations/test_checkin_race.py",
    "tests/registrations/test_event_changes_stateful.py",
    "tests/registrations/test_locks.py",
    "tests/registrations/test_seats_stateful.py",
    "tests/site/limits/test_race.py",
    "tests/fuzz/test_no_address_breaks.py",
]
COUNTS = {
    "SOAK_ROUNDS": "3",
    "KILL_READERS": "440",
    "KILL_TIMES": "100",
    "FUZZ_REQUESTS": "20",
    "FACTS_RUNS": "60",
    "SEAT_RUNS": "200",
}
ENVIRONMENT = COUNTS | os.environ
if postfix.is_available():
    PROOFS.append("tests/soak/real_postfix.py")
PYTEST = [sys.executable, "-m", "pytest", "-v", *PROOFS]
# `make test` runs on SQLite only what is marked for it.
WHOLE_SUITE = [sys.executable, "-m", "pytest", "--ignore=tests/journeys", "--ignore=tests/fuzz", "-n", "2"]
DATABASES = {"SQLite": PYTEST, "PostgreSQL": [sys.executable, "-m", "tests.postgres", *PYTEST]}


@dataclass(frozen=True)
class Result:
    proof: str
    database: str
    holds: bool


def main() -> None:
    rounds = int(ENVIRONMENT["SOAK_ROUNDS"])
    results = [
        result
        for number in range(1, rounds + 1)
        for database in DATABASES
        for result in _run(number, database)
    ]
    whole = subprocess.run(WHOLE_SUITE, cwd=ROOT, check=False)
    table = _table(results)
    proofs_page.write("What was proven at length", _text(table))
    print(table)
    if whole.returncode or not all(result.holds for result in results):
        raise SystemExit("Not everything held.")


def _run(number: int, database: str) -> Iterator[Result]:
    print(f"Round {number} on {database}", flush=True)
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        command = [*DATABASES[database], f"--junitxml={report.name}"]
        # Each round draws other requests.
        environment = ENVIRONMENT | {"FUZZ_SEED": str(number)}
        subprocess.run(command, cwd=ROOT, env=environment, check=False)
        for case in ET.parse(report.name).iter("testcase"):
            proof = case.attrib["name"].removeprefix("test_").replace("_", " ")
            yield Result(proof, database, holds=case.find("failure") is None and case.find("error") is None)


def _table(results: list[Result]) -> str:
    proofs = dict.fromkeys(result.proof for result in results)
    rows = [["what held", *DATABASES], ["---"] * (1 + len(DATABASES))]
    rows += [[proof, *(_score(results, proof, database) for database in DATABASES)] for proof in proofs]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _score(results: list[Result], proof: str, database: str) -> str:
    runs = [result.holds for result in results if (result.proof, result.database) == (proof, database)]
    return f"{sum(runs)} of {len(runs)}"


def _text(table: str) -> str:
    version = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return f"""The last run of `make soak`: {datetime.now(UTC):%-d %B %Y}, version {version}, {os.cpu_count()} cores. A newsletter to
{ENVIRONMENT["KILL_READERS"]} readers, its worker killed with -9 {ENVIRONMENT["KILL_TIMES"]} times; the races for places, doors and limits as in
every `make test`; {ENVIRONMENT["FUZZ_REQUESTS"]} malformed requests for each address and role, others in each round.

{table}"""


if __name__ == "__main__":
    main()
