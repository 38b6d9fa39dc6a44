"""Deliberate faults in the rules, one at a time: does a test fail? The score goes into docs/proofs.md.

MUTANTS=0.1 tries a tenth of them, the same each time; MUTANTS_IN=signup,cancel tries these modules;
MUTANTS_AT_ONCE sets how many run at the same time. What survives is listed in var/mutants.txt.
"""

import importlib
import os
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import django

from tests import proofs_page

from .mutations import Mutant, mutants_of
from .running import Child, Outcome, make_database, plant, tests_by_function

ROOT = Path(__file__).parents[2]
SURVIVORS = ROOT / "var" / "mutants.txt"
SHARE = float(os.environ.get("MUTANTS", "1"))
CHOSEN = list(filter(None, os.environ.get("MUTANTS_IN", "").split(",")))
AT_ONCE = int(os.environ.get("MUTANTS_AT_ONCE", str(os.cpu_count() or 1)))
SECONDS = 60

# Each module with the tests that are to notice, the quickest first.
MODULES = {
    "registrations.signup": """registrations/test_signup registrations/test_availability registrations/test_cancel
        registrations/test_email_correction registrations/test_ticket_mails""",
    "registrations.cancel": "registrations/test_cancel registrations/views/test_attendee_cancel registrations/test_locks",
    "registrations.states": "registrations/test_cancel registrations/test_signup registrations/test_email_correction",
    "registrations.checkin": "registrations/test_checkin registrations/test_scanner_states registrations/views/test_door",
    "registrations.availability": """registrations/test_availability registrations/test_event_page
        registrations/test_signup""",
    "events.publishing": """events/test_publishing events/test_programme_keys events/test_deleting
        events/test_event_paths events/test_postponing events/test_booking_price_contact events/test_statuses""",
    "events.corrections": """events/test_publishing events/test_viewsets
        registrations/test_telling_while_away site/test_open_transactions""",
    "newsletter.approving": "newsletter/test_approving newsletter/test_sending newsletter/test_editors",
    "newsletter.sending": "newsletter/test_sending newsletter/test_halting",
    "kennisstad.mail.delivery": "site/mail/test_pace newsletter/test_halting site/mail/test_delivery",
    "kennisstad.mail.pace": "site/mail/test_pace",
    "kennisstad.mail.settling": "site/mail/test_settling",
    "kennisstad.mail.smtp": "site/mail/test_smtp site/mail/test_transport",
    "kennisstad.mail.server_log": "site/mail/test_server_log site/mail/test_settling",
    "kennisstad.mail.outgoing": """site/mail/test_delivery site/mail/test_outbox newsletter/test_sending
        registrations/test_messages""",
}


@dataclass
class Score:
    module: str
    made: int
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    @property
    def survivors(self) -> list[str]:
        """Also those whose tests did not end in time: nobody knows whether one would have failed."""
        return [change for change, outcome in self.outcomes.items() if outcome is not Outcome.KILLED]

    @property
    def percent(self) -> int:
        tried = len(self.outcomes)
        return 100 * (tried - len(self.survivors)) // tried if tried else 100


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kennisstad.settings.test"
    django.setup()
    importlib.import_module("kennisstad.urls")
    make_database()
    scores = [_score(module) for module in MODULES if not CHOSEN or module.rpartition(".")[2] in CHOSEN]
    table = _table(scores)
    if not CHOSEN:
        _write(table)
    SURVIVORS.parent.mkdir(exist_ok=True)
    SURVIVORS.write_text("".join(f"{s.module} {change}\n" for s in scores for change in s.survivors))
    print(table)


def _score(module: str) -> Score:
    files = [f"tests/{name}.py" for name in MODULES[module].split()]
    source = Path(str(importlib.import_module(module).__file__)).read_text()
    made = mutants_of(source)
    chosen = random.Random(module).sample(made, max(1, round(len(made) * SHARE))) if SHARE < 1 else made
    reach = tests_by_function(module, "mutants_0", files)
    score, started = Score(module, len(made)), time.monotonic()
    for mutant, outcome in _outcomes(module, chosen, files, reach):
        score.outcomes[mutant.change] = outcome
        if outcome is not Outcome.KILLED:
            print(f"{module} {outcome} {mutant.change}", flush=True)
    print(
        f"{module}: {score.percent} % of {len(score.outcomes)}, {time.monotonic() - started:.0f} s",
        flush=True,
    )
    return score


def _outcomes(
    module: str, mutants: Iterable[Mutant], files: list[str], reach: dict[str, list[str]]
) -> Iterator[tuple[Mutant, Outcome]]:
    """As they end."""
    running: dict[str, tuple[Child, Mutant]] = {}
    free, waiting = [f"mutants_{number}" for number in range(AT_ONCE)], list(mutants)[::-1]
    while waiting or running:
        while waiting and free:
            mutant, database = waiting.pop(), free.pop()
            tests = files if mutant.place.isupper() else reach.get(mutant.place, [])
            if not tests:
                yield mutant, Outcome.SURVIVED
                free.append(database)
                continue
            child = Child(database, tests, lambda m=mutant: plant(module, m), SECONDS)
            running[database] = child, mutant
        for database, (child, mutant) in list(running.items()):
            if outcome := child.outcome():
                del running[database]
                free.append(database)
                yield mutant, outcome
        time.sleep(0.02)


def _table(scores: list[Score]) -> str:
    rows = [["module", "faults", "noticed", "share"], ["---"] * 4]
    for score in scores:
        tried = len(score.outcomes)
        rows.append(
            [f"`{score.module}`", str(tried), str(tried - len(score.survivors)), f"{score.percent} %"]
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _write(table: str) -> None:
    share = "" if SHARE == 1 else f", {SHARE:.0%} of the faults, drawn by lot"
    proofs_page.write(
        "Which deliberate faults are noticed",
        f"""The last run of `make mutants`: {datetime.now(UTC):%-d %B %Y}{share}. One fault at a time in a rule, such as another
comparison, an argument or a statement left out; a fault is noticed when one of the module's own tests fails.

{table}""",
    )


if __name__ == "__main__":
    main()
