"""Running tests on a mutant, in a process that has everything loaded already: starting anew takes longer than the tests."""

import importlib
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from django.db import connection, connections

from .mutations import Mutant

# What is left out takes longer to load than most rules' tests do.
LEFT_OUT = [f"-pno:{plugin}" for plugin in ("cacheprovider", "randomly", "playwright", "faker")]
OPTIONS = ["-x", "-q", "--reuse-db", *LEFT_OUT]
MODEL = "mutants"
NOTHING_FAILED, SOMETHING_FAILED = 0, 1
TOOL = 4  # a number for sys.monitoring that nothing else here uses


class Outcome(StrEnum):
    KILLED = "killed"
    SURVIVED = "survived"
    ENDLESS = "endless"


class Child:
    """Tests in a process of their own, on a copy of the database: some tests leave it empty."""

    def __init__(
        self, database: str, tests: list[str], prepare: Callable[[], object], seconds: float
    ) -> None:
        _copy_database(database)
        self.ends = time.monotonic() + seconds
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(_run(database, tests, prepare))

    def outcome(self) -> Outcome | None:
        """None as long as it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            return Outcome.SURVIVED if code == NOTHING_FAILED else Outcome.KILLED
        if time.monotonic() < self.ends:
            return None
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return Outcome.ENDLESS

    def wait(self) -> Outcome:
        while (outcome := self.outcome()) is None:
            time.sleep(0.02)
        return outcome


def make_database() -> None:
    """The one that others are copies of."""
    connection.settings_dict["TEST"]["NAME"] = MODEL
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connections.close_all()
    connection.settings_dict["NAME"] = "postgres"


def _copy_database(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {MODEL}")
    connections.close_all()


def _run(database: str, arguments: list[str], prepare: Callable[[], object]) -> int:
    """What pytest says; `prepare` plants a fault or gives a plugin."""
    os.setpgid(0, 0)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    connection.settings_dict["TEST"]["NAME"] = database
    try:
        plugin = prepare()
        return int(pytest.main([*OPTIONS, *arguments], plugins=[plugin] if plugin else []))
    except BaseException:  # noqa: BLE001 -- it must never return into the parent's loop
        return SOMETHING_FAILED


def plant(name: str, mutant: Mutant) -> None:
    """Give the loaded module's functions the mutant's code, wherever they are known already."""
    module = importlib.import_module(name)
    changed = ModuleType(name)
    changed.__dict__.update(__file__=module.__file__, __package__=module.__package__)
    exec(compile(mutant.source, module.__file__ or name, "exec"), changed.__dict__)  # noqa: S102 -- our own code
    if mutant.place.isupper():
        _rebind(module, mutant.place, getattr(changed, mutant.place))
        return
    was, now = dict(functions_of(module))[mutant.place], dict(functions_of(changed))[mutant.place]
    was.__code__ = now.__code__


def _rebind(module: ModuleType, name: str, value: object) -> None:
    """Also where it was imported."""
    was = getattr(module, name)
    for other in list(sys.modules.values()):
        if other.__dict__.get(name) is was:
            setattr(other, name, value)


def functions_of(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    """By qualified name, from below their decorators."""
    yield from _functions_in(vars(module), module.__name__)


def _functions_in(names: Mapping[str, Any], module: str) -> Iterator[tuple[str, FunctionType]]:
    for value in list(names.values()):
        if isinstance(value, type):
            if value.__module__ == module:
                yield from _functions_in(vars(value), module)
            continue
        function = getattr(value, "fget", None) or getattr(value, "func", None) or value
        function = getattr(function, "__func__", function)
        while hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        if isinstance(function, FunctionType) and function.__module__ == module:
            yield function.__qualname__, function


class Watch:
    """A plugin for pytest that writes down which tests run which functions of a module, the quickest first."""

    def __init__(self, module: str, report: Path) -> None:
        self.report, self.test, self.seen = report, "", dict[str, set[str]]()
        self.seconds = Counter[str]()
        self.names = {f.__code__: name for name, f in functions_of(importlib.import_module(module))}
        sys.monitoring.use_tool_id(TOOL, "mutants")
        sys.monitoring.register_callback(TOOL, sys.monitoring.events.PY_START, self._note)
        for code in self.names:
            sys.monitoring.set_local_events(TOOL, code, sys.monitoring.events.PY_START)

    def _note(self, code: CodeType, _offset: int) -> None:
        self.seen.setdefault(self.names[code], set()).add(self.test)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.test = nodeid

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration

    def pytest_sessionfinish(self) -> None:
        reach = {name: sorted(tests, key=self.seconds.__getitem__) for name, tests in self.seen.items()}
        self.report.write_text(json.dumps(reach))


def tests_by_function(module: str, database: str, files: list[str]) -> dict[str, list[str]]:
    """From a run without a fault, which must succeed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "seen.json"
        child = Child(database, files, lambda: Watch(module, report), 3600)
        if child.wait() is not Outcome.SURVIVED:
            raise SystemExit(f"{module}: its tests fail without any fault.")
        return json.loads(report.read_text())
