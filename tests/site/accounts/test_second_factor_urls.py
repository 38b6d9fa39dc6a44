"""Every way into the CMS asks for a second factor."""

from collections.abc import Iterator

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.views import LoginView
from django.test import Client
from django.urls import URLPattern, get_resolver
from pytest_django.fixtures import Settings

from kennisstad.accounts.models import User
from kennisstad.accounts.partners import join
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.site.accounts.signing_in import PASSWORD, code_of, with_password

pytestmark = pytest.mark.django_db

DOORS = ("/account/login/", "/en/account/login/", "/cms/login/", "/_util/login/", "/en/_util/login/", "/cms/")


@pytest.fixture(autouse=True)
def _nobody_is_excused(settings: Settings) -> None:
    settings.WITHOUT_SECOND_FACTOR = []


@pytest.fixture
def organiser() -> User:
    user = with_password(UserFactory(email="noor@example.org"))
    join(user, OrganisationFactory())
    return user


@pytest.fixture
def secret(organiser: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    RecoveryCodes.activate(organiser)
    return secret


def knock(client: Client, door: str) -> None:
    """Everything a log-in form may ask for, in one."""
    credentials = {"login": "noor@example.org", "username": "noor@example.org", "password": PASSWORD}
    client.post(door, credentials, follow=True)
    client.post(f"{door}?next=/cms/", credentials, follow=True)


def is_inside(client: Client) -> bool:
    return client.get("/cms/").status_code == 200


@pytest.mark.parametrize("door", DOORS)
def test_a_password_alone_opens_no_door(door: str, client: Client, secret: str):
    knock(client, door)

    assert not is_inside(client)


def test_password_and_code_open_the_door(client: Client, secret: str):
    knock(client, "/account/login/")
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})

    assert is_inside(client)


@pytest.mark.parametrize("door", DOORS)
def test_nor_does_it_for_somebody_who_has_nothing_else_yet(door: str, client: Client, organiser: User):
    knock(client, door)

    assert not is_inside(client)


@pytest.mark.parametrize("address", ["", "done/", "complete/", "confirm/MQ/set-password/"])
def test_wagtails_password_reset_gives_way(address: str, client: Client):
    response = client.get(f"/cms/password_reset/{address}")

    assert (response.status_code, response.url) == (302, "/account/password/reset/")


def test_the_door_remembers_where_one_was_going(client: Client):
    response = client.get("/cms/evenementen/")

    assert response.url == "/account/login/?next=/cms/evenementen/"
    assert client.get("/cms/login/?next=/cms/help/").url == "/account/login/?next=/cms/help/"


def test_logging_out_takes_a_post(client: Client, organiser: User, settings: Settings):
    settings.WITHOUT_SECOND_FACTOR = [organiser.email]
    client.force_login(organiser)

    client.get("/cms/logout/")
    assert is_inside(client)

    client.post("/cms/logout/")
    assert not is_inside(client)


def test_no_address_leads_to_a_log_in_form_without_second_factor():
    """Django's own form may stand in the URL conf of a package, but nobody reaches it."""
    forms = [route for route in routes(get_resolver().url_patterns) if is_plain_log_in(route)]
    reached = [route for route in forms if get_resolver().resolve(f"/{route[0]}").func is route[1]]

    assert reached == []


def routes(patterns: list[object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback
        else:
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))  # type: ignore[attr-defined]


def is_plain_log_in(route: tuple[str, object]) -> bool:
    view = getattr(route[1], "view_class", None)
    return isinstance(view, type) and issubclass(view, LoginView)


def test_somebody_who_left_every_organisation_stays_out(client: Client, settings: Settings):
    settings.WITHOUT_SECOND_FACTOR = ["*"]
    client.force_login(UserFactory(email="weg@example.org"))

    assert not is_inside(client)
