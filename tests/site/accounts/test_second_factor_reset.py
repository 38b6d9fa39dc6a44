"""Lost phone, other address, no longer here: each works at once."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.fixtures import Settings

from kennisstad.accounts.models import User
from kennisstad.accounts.partners import join, leave
from kennisstad.audit.models import AuditEntry
from kennisstad.mail.models import OutgoingMail
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.site.accounts.partner_worlds import administrator
from tests.site.accounts.signing_in import PASSWORD, code_of, sign_in, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague() -> User:
    user = with_password(UserFactory(email="noor@example.org"))
    join(user, OrganisationFactory())
    return user


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(administrator())
    return client


@pytest.fixture
def inside(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    assert client.get("/cms/").status_code == 200
    return client


def edit(office: Client, user: User, **changed: str) -> None:
    typed = {"email": user.email, "first_name": user.first_name, "last_name": user.last_name}
    groups = [str(pk) for pk in user.groups.values_list("pk", flat=True)]
    office.post(f"/cms/users/edit/{user.pk}/", {**typed, "is_active": "on", "groups": groups, **changed})


def test_who_lost_the_second_step_begins_again(office: Client, colleague: User, settings: Settings):
    settings.WITHOUT_SECOND_FACTOR = ["beheer@example.org"]
    phone, secret = Client(), generate_totp_secret()
    TOTP.activate(colleague, secret)
    RecoveryCodes.activate(colleague)
    sign_in(phone, colleague, code=code_of(secret))
    assert phone.get("/cms/").status_code == 200

    office.post(f"/cms/medewerkers/{colleague.pk}/tweede-stap/")

    assert phone.get("/cms/").status_code == 302
    assert not Authenticator.objects.filter(user=colleague).exists()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (colleague.email, "Je tweede stap is teruggezet")
    entry = AuditEntry.objects.get(action="account.second_factor_reset")
    assert (entry.actor.email, entry.subject_id) == ("beheer@example.org", str(colleague.pk))
    sign_in(phone, colleague)
    assert phone.get("/cms/", follow=True).redirect_chain[-1][0] == "/account/second-step/"


def test_an_administrator_does_not_reset_their_own(office: Client):
    user = User.objects.get(email="beheer@example.org")

    assert office.post(f"/cms/medewerkers/{user.pk}/tweede-stap/").status_code == 404


def test_only_a_button_resets(office: Client, colleague: User):
    TOTP.activate(colleague, generate_totp_secret())

    assert office.get(f"/cms/medewerkers/{colleague.pk}/tweede-stap/").status_code == 200
    assert Authenticator.objects.filter(user=colleague).exists()


@pytest.mark.parametrize("way", ["edit", "bulk"])
def test_to_deactivate_somebody_ends_it_for_good(way: str, office: Client, inside: Client, colleague: User):
    if way == "edit":
        edit(office, colleague, is_active="")
    else:
        office.post(
            f"/cms/bulk/accounts/user/set_active_state/?id={colleague.pk}", {"mark_as_active": "False"}
        )
    assert inside.get("/cms/").status_code == 302

    User.objects.filter(pk=colleague.pk).update(is_active=True)

    assert inside.get("/cms/").status_code == 302
    assert Session.objects.count() == 1


def test_another_role_counts_at_the_next_click(inside: Client, colleague: User):
    leave(colleague, colleague.groups.get().organisation)

    assert inside.get("/cms/").status_code != 200


def test_after_another_address_the_old_one_opens_nothing(office: Client, colleague: User):
    Client().post("/account/password/reset/", {"email": "noor@example.org"})
    edit(office, colleague, email="noor@nieuw.example")
    OutgoingMail.objects.all().delete()

    sign_in(Client(), colleague)
    Client().post("/account/password/reset/", {"email": "noor@example.org"})
    assert not OutgoingMail.objects.exists()
    stranger = Client()
    stranger.post("/account/login/", {"login": "noor@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in stranger.session

    Client().post("/account/password/reset/", {"email": "noor@nieuw.example"})
    assert OutgoingMail.objects.get().to == "noor@nieuw.example"
    assert not EmailAddress.objects.exists()
