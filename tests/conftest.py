from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import override_settings
from pytest_django import Settings

from kennisstad.accounts.models import User


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
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(autouse=True)
def _second_factor_is_not_the_subject(settings: Settings) -> None:
    """Most tests let somebody in with `force_login`; those of the second factor take this back."""
    settings.WITHOUT_SECOND_FACTOR = ["*"]


@pytest.fixture
def admin_user(db: None) -> User:
    """For `admin_client`: pytest-django's own has a password that we refuse."""
    return User.objects.create_superuser("admin@example.com")
