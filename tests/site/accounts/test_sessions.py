"""Being signed in ends, and where somebody was signed in is not kept."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from time_machine import travel

from kennisstad.accounts import sessions
from kennisstad.accounts.models import User
from kennisstad.accounts.tasks import forget_ended_sessions
from tests.factories.accounts import UserFactory
from tests.site.accounts.partner_worlds import administrator
from tests.site.accounts.signing_in import PASSWORD, sign_in, with_password

pytestmark = pytest.mark.django_db

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
BROWSERS = {
    EDGE: "Edge · Windows",
    "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0": "Firefox · Linux",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1": (
        "Safari · iPhone"
    ),
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36": "Chrome · Android",
    "curl/8.0": "",
    "": "",
}


@pytest.fixture
def noor() -> User:
    return with_password(UserFactory())


@pytest.mark.parametrize("user_agent", BROWSERS)
def test_the_browser_is_kept_by_its_name_and_the_address_not_at_all(user_agent: str, noor: User):
    client = Client(HTTP_USER_AGENT=user_agent, REMOTE_ADDR="203.0.113.7")

    sign_in(client, noor)

    [row] = UserSession.objects.values("ip", "user_agent", "data")
    assert row == {"ip": sessions.NO_ADDRESS, "user_agent": BROWSERS[user_agent], "data": {}}
    assert "203.0.113" not in str([session.get_decoded() for session in Session.objects.all()])


def test_what_one_sends_before_proving_who_one_is_is_not_kept_either(noor: User):
    client = Client(HTTP_USER_AGENT=EDGE, REMOTE_ADDR="203.0.113.7")
    sign_in(client, noor)

    asked = client.post("/account/2fa/totp/activate/", {"code": "271828"})

    assert asked.url.startswith("/account/reauthenticate/")
    kept = str([session.get_decoded() for session in Session.objects.all()])
    for typed in ("203.0.113", "Mozilla", "271828", client.cookies["sessionid"].value):
        assert typed not in kept
    proven = client.post(asked.url, {"password": PASSWORD})
    assert proven.url == "/account/2fa/totp/activate/"
    assert client.get(proven.url).status_code == 200


def test_one_sees_where_one_is_signed_in(noor: User):
    client = Client(HTTP_USER_AGENT=EDGE)
    sign_in(client, noor)

    page = client.get("/account/sessions/").content.decode()

    assert "Edge · Windows" in page
    assert sessions.NO_ADDRESS not in page


def test_rows_of_ended_sessions_go_at_night():
    here, away, gone = (with_password(UserFactory()) for _ in range(3))
    for user in (here, away, gone):
        sign_in(Client(), user)
    Session.objects.filter(session_key=UserSession.objects.get(user=away).session_key).update(
        expire_date=timezone.now()
    )
    User.objects.filter(pk=gone.pk).update(is_active=False)

    forget_ended_sessions.enqueue()

    assert [row.user for row in UserSession.objects.all()] == [here]
    with travel(timezone.now() + timedelta(seconds=sessions.IDLE + 1)):
        forget_ended_sessions.enqueue()
    assert (UserSession.objects.count(), Session.objects.filter(expire_date__gt=timezone.now()).count()) == (
        0,
        0,
    )


def test_a_day_of_work_ends_however_busy(client: Client):
    client.force_login(administrator())
    start = timezone.now()

    for hours in range(int(sessions.LONGEST / 3600)):
        with travel(start + timedelta(hours=hours, minutes=1)):
            assert client.get("/cms/").status_code == 200
    with travel(start + timedelta(seconds=sessions.LONGEST + 1)):
        assert client.get("/cms/").url.startswith("/account/login/")


def test_nobody_seen_for_two_hours_is_signed_out(client: Client):
    client.force_login(administrator())
    start = timezone.now()

    with travel(start + timedelta(minutes=90)):
        assert client.get("/cms/").status_code == 200
    with travel(start + timedelta(minutes=180)):
        assert client.get("/cms/").status_code == 200
    with travel(start + timedelta(minutes=180, seconds=sessions.IDLE + 1)):
        assert client.get("/cms/").status_code == 302
