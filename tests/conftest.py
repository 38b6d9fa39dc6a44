import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from kennisstad.accounts.models import User
from tests.factories.events import organiser_page
from tests.made_once import undone_afterwards
from tests.site.accounts.partner_worlds import Partner

HERE = Path(__file__).parent
# What a fixture makes once for all tests of a file is made by one process: the file goes there as a whole.
MADE_ONCE = "tests/site/demo/test_demo_content.py"
# Where nearly every test begins with a partner and its page.
ABOUT_EVENTS = (
    "events",
    "registrations",
    "newsletter",
    "site/accounts",
    "site/desk",
    "site/files",
    "site/pages",
)


class WholeFiles(LoadScopeScheduling):
    """2026-11: pytest-xdist 3.8 no longer sees its own mark for groups under pytest 9.2, and says nothing."""

    def _split_scope(self, nodeid: str) -> str:
        return MADE_ONCE if nodeid.startswith(MADE_ONCE) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WholeFiles:
    return WholeFiles(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """SQLite locks the whole database at once, so there is nothing to see there of what a lock on a row does."""
    if connection.vendor != "sqlite":
        return
    elsewhere = [item for item in items if item.get_closest_marker("locks_rows")]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


@pytest.fixture(scope="session", autouse=True)
def _own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files of tests are kept apart from those of the site that somebody has running here."""
    folder = tmp_path_factory.mktemp("files")
    with override_settings(MEDIA_ROOT=folder / "media", PRIVATE_ROOT=folder / "private"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Row numbers return in every test, so nothing remembered may outlive one."""
    yield
    forget()


def forget() -> None:
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(scope="module", autouse=True)
def _standing_site(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A home page, a calendar and a partner, made once for all tests of a module and undone after them."""
    if not begins_with_a_site(request):
        yield
        return
    # Asked for here, so that a module without a database gets none.
    request.getfixturevalue("django_db_setup")
    with undone_afterwards(django_db_blocker):
        organiser_page()
        forget()
        yield


def begins_with_a_site(request: pytest.FixtureRequest) -> bool:
    """Only where every test undoes what it does. Those that commit run later, and those without a database last,
    when it has been emptied.
    """
    marks = [
        test.get_closest_marker("django_db") for test in request.session.items if test.path == request.path
    ]
    is_about_events = any(request.path.is_relative_to(HERE / folder) for folder in ABOUT_EVENTS)
    return is_about_events and all(mark and not mark.kwargs.get("transaction") for mark in marks)


@pytest.fixture(autouse=True)
def _second_factor_is_not_the_subject(settings: Settings) -> None:
    """Most tests let somebody in with `force_login`; those of the second factor take this back."""
    settings.WITHOUT_SECOND_FACTOR = ["*"]


@pytest.fixture
def admin_user(db: None) -> User:
    """For `admin_client`: pytest-django's own has a password that we refuse."""
    return User.objects.create_superuser("admin@example.com")


@pytest.fixture
def own_partner(db: None) -> Partner:
    return Partner("naturalis", has_all=False)


@pytest.fixture
def organiser_client(client: Client, own_partner: Partner) -> Client:
    """The CMS as one of our organisers has it before them."""
    client.force_login(own_partner.user)
    return client


@pytest.fixture
def without_mail_worker(settings: Settings) -> None:
    """Mail is written and waits, as with a worker that is busy."""
    settings.TASKS = settings.TASKS | {"work": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database for races, where every thread has a connection of its own.

    PostgreSQL as it is; of an SQLite in memory a copy in a file, because only that has real locks. Ask for it after
    what the database should hold.
    """
    if connection.vendor != "sqlite":
        yield
        return
    path = tmp_path / "race.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    # Every thread that follows opens this file, with the same options as in production.
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    yield
