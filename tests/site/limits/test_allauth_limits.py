"""allauth counts in our table, so that two processes together allow what one does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.account import app_settings
from allauth.core.internal import ratelimit
from allauth.mfa import app_settings as mfa_app_settings
from django.core.cache import cache, caches
from django.db import connections
from django.test import Client, RequestFactory
from django.utils import timezone
from time_machine import travel

from kennisstad.accounts.models import User
from kennisstad.limits.counting import sweep
from kennisstad.limits.models import Tally
from kennisstad.limits.views import LONGER_WAITS, LONGEST_WAIT
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "een-lang-wachtwoord", "een-ander-wachtwoord"


@pytest.fixture
def colleague() -> User:
    user = UserFactory(email="noor@example.org")
    user.set_password(RIGHT)
    user.save()
    return user


def another_process() -> None:
    """What one process keeps in its own memory is gone in the next."""
    for alias in ("rest", "finished", "passing"):
        caches[alias].clear()
    cache.clear()


def sign_in(client: Client, password: str, path: str = "/account/login/"):
    return client.post(path, {"login": "noor@example.org", "password": password})


@pytest.mark.parametrize(
    ("path", "words"),
    [("/account/login/", "Wacht 5 minuten"), ("/en/account/login/", "Wait 5 minutes")],
)
def test_whoever_guesses_a_password_must_wait_whichever_process_answers(
    path: str, words: str, client: Client, colleague: User
):
    codes = []
    for _ in range(7):
        answer = sign_in(client, WRONG, path)
        codes.append(answer.status_code)
        another_process()

    assert codes == [200] * 5 + [429] * 2
    assert answer["Retry-After"] == "300"
    assert words in answer.text
    assert sign_in(client, RIGHT).status_code == 429


def test_signing_in_costs_no_guess_and_the_wait_ends(client: Client, colleague: User):
    with travel(timezone.now(), tick=False) as clock:
        for _ in range(4):
            sign_in(client, WRONG)
        clock.shift(1)
        assert sign_in(client, RIGHT).status_code == 302
        client.logout()
        assert [sign_in(client, WRONG).status_code for _ in range(2)] == [200, 429]
        clock.shift(301)
        assert sign_in(client, RIGHT).status_code == 302


def test_nobodys_mailbox_is_filled_with_links_for_a_new_password(client: Client, colleague: User):
    answers = [client.post("/account/password/reset/", {"email": "noor@example.org"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert answers[-1]["Retry-After"] == "3600"
    assert "60 minuten" in answers[-1].text


def test_no_limit_of_theirs_lasts_longer_than_the_page_says():
    limits = {**app_settings.RATE_LIMITS, **mfa_app_settings.RATE_LIMITS}
    longest = {
        action: max((rate.duration for rate in ratelimit.parse_rates(rates)), default=0)
        for action, rates in limits.items()
    }
    reset = longest.pop("reset_password")

    assert max(longest.values()) <= LONGEST_WAIT.total_seconds()
    assert reset == LONGER_WAITS["account_reset_password"].total_seconds()


def test_a_sign_in_without_an_address_is_answered(client: Client, colleague: User):
    data = {"login": "noor@example.org", "password": RIGHT}

    assert client.post("/account/login/", data, REMOTE_ADDR="").status_code == 302


def test_a_lock_is_taken_once_and_again_after_its_time():
    with travel(timezone.now(), tick=False) as clock:
        taken = [cache.add("allauth:x:lock", True, timeout=10) for _ in range(2)]
        clock.shift(11)
        taken.append(cache.add("allauth:x:lock", True, timeout=10))

    assert taken == [True, False, True]
    assert cache.delete("allauth:x:lock")
    assert not cache.delete("allauth:x:lock")


def test_what_is_kept_for_them_ends_and_is_swept():
    with travel(timezone.now(), tick=False) as clock:
        cache.set("allauth:x", [1.25, 0.5], timeout=60)
        assert cache.get("allauth:x") == [1.25, 0.5]
        clock.shift(61)
        assert cache.get("allauth:x", "nothing") == "nothing"
        assert sweep(timezone.now()) == 1


def test_what_another_process_may_have_changed_is_kept_for_seconds():
    with travel(timezone.now(), tick=False) as clock:
        cache.set("wagtail_site_root_paths", "of before", 3600)
        assert cache.get("wagtail_site_root_paths") == "of before"
        clock.shift(6)
        assert cache.get("wagtail_site_root_paths") is None


def test_everything_else_stays_where_it_was_and_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        cache.set("a", 1)
        assert cache.add("a", 2) is False
        assert (cache.get("a"), caches["rest"].get("a")) == (1, 1)
        assert cache.delete("a") is True


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_a_crowd_that_guesses_at_once_only_five_are_heard(rf: RequestFactory):
    crowd, rates = 12, {"guess": "5/5m/key"}
    start = Barrier(crowd)

    def guess(_number: int) -> bool:
        start.wait()
        try:
            request = rf.post("/")
            return bool(ratelimit.consume(request, app="x", action="guess", config=rates, key="noor"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(crowd) as pool:
        heard = sum(pool.map(guess, range(crowd)))

    assert heard <= 5
    assert len(Tally.objects.get().value) == heard
