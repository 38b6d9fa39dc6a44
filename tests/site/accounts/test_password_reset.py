"""Who asks for a new password, or tries one, does not learn who has an account."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django.fixtures import Settings

from kennisstad.accounts import password_reset
from kennisstad.accounts.models import User
from kennisstad.accounts.partners import join
from kennisstad.mail.models import OutgoingMail
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.site.accounts.signing_in import code_of, with_password

pytestmark = pytest.mark.django_db

QUEUE = {"BACKEND": "django_tasks_db.DatabaseBackend"}
ADDRESSES = [
    "known@example.org",
    "KNOWN@example.org",
    "unknown@example.org",
    "inactive@example.org",
    "new@example.org",
]


class Counting(MD5PasswordHasher):
    """Says how often it worked."""

    algorithm = "counting"
    times = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).times += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def _people(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    with_password(UserFactory(email="known@example.org"))
    with_password(UserFactory(email="inactive@example.org", is_active=False))
    user = UserFactory(email="new@example.org")
    user.set_unusable_password()
    user.save()


@contextmanager
def work() -> Iterator[list[str]]:
    """What the database was asked, without what was typed."""
    shapes: list[str] = []
    with CaptureQueriesContext(connection) as asked:
        yield shapes
    shapes += [re.sub(r"'[^']*'|\b\d+\b|_django_curs_\w+", "?", query["sql"]) for query in asked]


@pytest.mark.parametrize("form", ["/account/password/reset/", "/en/account/password/reset/"])
def test_a_reset_is_the_same_work_and_the_same_answer_for_any_address(form: str, settings: Settings):
    settings.TASKS = {"default": QUEUE, "work": QUEUE}
    done = []
    for email in ADDRESSES:
        with work() as asked:
            answer = Client().post(form, {"email": email})
        done.append((asked, answer.status_code, answer.url, answer.content, sorted(answer.headers)))

    assert done == [done[0]] * len(ADDRESSES)
    assert not OutgoingMail.objects.exists()


def test_what_waits_in_the_queue_names_nobody(settings: Settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": QUEUE, "work": QUEUE}

    Client().post("/account/password/reset/", {"email": "unknown@example.org"})

    [row] = DBTaskResult.objects.all()
    assert "unknown" not in str(row.args_kwargs)


def test_only_whom_we_know_and_who_is_here_gets_a_mail():
    for email in ADDRESSES:
        password_reset.send_link(password_reset.email_digest(email), "nl")

    sent = list(OutgoingMail.objects.order_by("pk").values_list("to", flat=True))
    assert sent == ["known@example.org", "known@example.org", "new@example.org"]


def test_a_log_in_is_the_same_work_and_the_same_answer_for_any_address():
    done = []
    for email in ADDRESSES:
        before = Counting.times
        with work() as asked:
            page = Client().post("/account/login/", {"login": email, "password": "helemaal verkeerd"})
        words = page.content.decode().replace(email, "…")
        words = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", words)
        done.append((asked, Counting.times - before, page.status_code, words))

    assert done == [done[0]] * len(ADDRESSES)
    assert done[0][1] == 1


def test_the_link_is_of_the_language_of_the_page():
    with override("nl"):
        password_reset.send_link(password_reset.email_digest("known@example.org"), "en")

    mail = OutgoingMail.objects.get()
    assert (mail.subject, "/en/account/password/reset/key/" in mail.text) == ("Choose a new password", True)
    assert User.objects.get(email="known@example.org").has_usable_password()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_new_password_by_mail_leads_on_to_the_second_step_and_inside(client: Client, settings: Settings):
    settings.WITHOUT_SECOND_FACTOR = []
    user = User.objects.get(email="known@example.org")
    join(user, OrganisationFactory())
    client.post("/account/password/reset/", {"email": user.email})
    link = re.search(r"https?://[^/]+(/\S+)", OutgoingMail.objects.get().text)[1]
    chosen = "drie stille wolken boven een molen"
    form = client.get(link).url

    client.post(form, {"password1": chosen, "password2": chosen})
    answer = client.post("/account/login/?next=/cms/", {"login": user.email, "password": chosen}, follow=True)
    assert client.get("/cms/", follow=True).redirect_chain[-1][0] == "/account/second-step/"
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'account__secret">([A-Z2-7]{32})<', page)[1]
    client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})

    assert answer.status_code == client.get("/cms/").status_code == 200
