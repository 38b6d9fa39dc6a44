"""The long proofs: the suite's own tests with full counts, on SQLite and on PostgreSQL, and the whole suite on SQLite once.

What a whole installation needs goes away for a while, too. The results go into docs/proofs.md. As root on Debian a real
Postfix takes part, and disks that are full. SOAK_ROUNDS, KILL_READERS, KILL_TIMES, FUZZ_REQUESTS, FACTS_RUNS and SEAT_RUNS set other counts.
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
    "tests/soak/kill_matrix.py",
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
# Each starts an installation of its own. Only root can make a disk so small that it is soon full.
OUTAGES = [sys.executable, "-m", "pytest", "-v", "-s", "-p", "no:xdist", "tests/soak/outages.py"]
if os.geteuid() != 0:
    OUTAGES += ["-k", "not disk"]


@dataclass(frozen=True)
class Result:
    proof: str
    column: str
    holds: bool


def main() -> None:
    rounds = int(ENVIRONMENT["SOAK_ROUNDS"])
    results = [
        result
        for number in range(1, rounds + 1)
        for database, command in DATABASES.items()
        for result in _run(number, database, command)
    ]
    outages = list(_run(1, "held", OUTAGES))
    whole = subprocess.run(WHOLE_SUITE, cwd=ROOT, check=False)
    tables = f"{_table(results, [*DATABASES])}\n\n{_table(outages, ['held'])}"
    proofs_page.write("What was proven at length", _text(tables))
    print(tables)
    if whole.returncode or not all(result.holds for result in results + outages):
        raise SystemExit("Not everything held.")


def _run(number: int, column: str, command: list[str]) -> Iterator[Result]:
    print(f"Round {number}: {column}", flush=True)
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        # Each round draws other requests.
        environment = ENVIRONMENT | {"FUZZ_SEED": str(number)}
        subprocess.run([*command, f"--junitxml={report.name}"], cwd=ROOT, env=environment, check=False)
        for case in ET.parse(report.name).iter("testcase"):
            proof = case.attrib["name"].removeprefix("test_").replace("_", " ")
            yield Result(proof, column, holds=case.find("failure") is None and case.find("error") is None)


def _table(results: list[Result], columns: list[str]) -> str:
    proofs = dict.fromkeys(result.proof for result in results)
    rows = [["what was proven", *columns], ["---"] * (1 + len(columns))]
    rows += [[proof, *(_score(results, proof, column) for column in columns)] for proof in proofs]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _score(results: list[Result], proof: str, column: str) -> str:
    runs = [result.holds for result in results if (result.proof, result.column) == (proof, column)]
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
