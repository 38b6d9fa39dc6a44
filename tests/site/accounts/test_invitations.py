"""A colleague comes in by mail: nobody types somebody else's password."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from time_machine import travel

from kennisstad.accounts import access, invitations
from kennisstad.accounts.models import User
from kennisstad.audit.models import AuditEntry
from kennisstad.mail.links import sign
from kennisstad.mail.models import OutgoingMail
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.site.accounts.partner_worlds import administrator, editor
from tests.site.accounts.signing_in import PASSWORD, with_password

pytestmark = pytest.mark.django_db

ADDRESS = "nina@example.org"
GONE = 410


@pytest.fixture
def office() -> Client:
    """Where an administrator sits."""
    client = Client()
    client.force_login(administrator())
    return client


def invited(email: str = ADDRESS) -> User:
    user = UserFactory(email=email)
    invitations.invite(user)
    return user


def link() -> str:
    """In the newest mail; `http://testserver` as the address was written."""
    return re.search(r"https?://[^/]+(/\S+)", OutgoingMail.objects.order_by("-pk")[0].text)[1]


def choose(client: Client, address: str, password: str = PASSWORD) -> int:
    return client.post(address, {"password1": password, "password2": password}).status_code


@pytest.mark.parametrize(
    ("language", "subject"),
    [("nl", "Je account bij Leiden Kennisstad"), ("en", "Your account at Leiden Kennisstad")],
)
def test_an_administrator_gives_a_name_an_address_and_a_role(office: Client, language: str, subject: str):
    organisation = OrganisationFactory()
    typed = {"email": "Nina@Example.org", "first_name": "Nina", "last_name": "Nieuw", "language": language}

    office.post("/cms/users/new/", {**typed, "groups": [organisation.group_id]})

    user, mail = User.objects.get(email=ADDRESS), OutgoingMail.objects.get()
    assert (mail.to, mail.subject, mail.language) == (ADDRESS, subject, language)
    assert link() in mail.html
    assert (user.has_usable_password(), access.may_manage(user, organisation)) == (False, True)
    assert mail.delete_after == timezone.localdate() + invitations.VALID
    assert AuditEntry.objects.get(action="account.invited").actor.email == "beheer@example.org"


@pytest.mark.parametrize("address", ["/cms/users/new/", "/cms/users/edit/{pk}/", "/cms/account/"])
def test_no_page_of_the_cms_asks_for_a_password(office: Client, address: str):
    answer = office.get(address.format(pk=UserFactory().pk))

    assert answer.status_code == 200
    assert 'type="password"' not in answer.content.decode()


def test_a_password_sent_along_is_ignored(office: Client):
    user = with_password(UserFactory())
    typed = {"email": user.email, "first_name": "N", "last_name": "V", "is_active": "on"}

    office.post(f"/cms/users/edit/{user.pk}/", {**typed, "password1": "x" * 20, "password2": "x" * 20})

    user.refresh_from_db()
    assert (user.first_name, user.check_password(PASSWORD)) == ("N", True)


def test_an_address_that_has_an_account_is_said_to_have_one(office: Client):
    UserFactory(email=ADDRESS)
    typed = {"email": "NINA@example.org", "first_name": "N", "last_name": "N", "language": "nl"}

    page = office.post("/cms/users/new/", typed)

    assert "Op dit adres heeft al iemand een account" in page.content.decode()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("who", ["organiser", "editor", "granted"])
def test_nobody_else_invites_or_resets(who: str, client: Client):
    user = invited()
    person = editor() if who == "editor" else UserFactory()
    if who != "editor":
        person.groups.add(OrganisationFactory().group)
    if who == "granted":
        from django.contrib.auth.models import Permission

        person.user_permissions.add(*Permission.objects.filter(content_type__model="user"))
    client.force_login(person)
    addresses = ["/cms/users/", "/cms/users/new/", f"/cms/users/edit/{user.pk}/"]
    addresses += [f"/cms/medewerkers/{user.pk}/{what}/" for what in ("uitnodigen", "tweede-stap")]

    found = [client.post(address, {"email": "x@example.org"}).status_code for address in addresses]

    assert set(found) <= {302, 403, 404, 405}
    assert (User.objects.count(), OutgoingMail.objects.count()) == (2, 1)


def test_the_link_leads_to_a_password_and_on_to_the_second_step(client: Client, settings: Settings):
    settings.WITHOUT_SECOND_FACTOR = []
    user = invited()

    answer = client.post(link(), {"password1": PASSWORD, "password2": PASSWORD}, follow=True)

    assert answer.redirect_chain[-1][0] == "/account/second-step/"
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    user.refresh_from_db()
    assert (user.check_password(PASSWORD), user.invited_at) == (True, None)
    assert AuditEntry.objects.filter(action="account.accepted", actor=user).exists()


def test_to_open_the_link_changes_nothing(client: Client):
    user = invited()

    client.get(link())
    client.head(link())

    user.refresh_from_db()
    assert user.invited_at is not None


def test_the_link_works_once(client: Client):
    user = invited()
    address = link()
    assert choose(client, address) == 302

    assert choose(Client(), address, "heel iets anders dan daarnet") == GONE
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("spoilt", ["again", "deactivated", "moved", "old", "changed"])
def test_a_link_that_counts_no_longer_says_so(spoilt: str, client: Client):
    user = invited()
    address = link()
    moment = timezone.now()
    if spoilt == "again":
        invitations.invite(user)
    elif spoilt == "deactivated":
        User.objects.update(is_active=False)
    elif spoilt == "moved":
        User.objects.update(email="elders@example.org")
    elif spoilt == "old":
        moment += invitations.VALID + timedelta(minutes=1)
    else:
        address = address[:-5] + "abcd/"

    with travel(moment):
        page = client.get(address)
        assert (page.status_code, choose(client, address)) == (GONE, GONE)

    assert "/account/password/reset/" in page.content.decode()
    user.refresh_from_db()
    assert not user.has_usable_password()


@pytest.mark.parametrize("token", ["x", "x:y:z", "%00", "é", "a" * 2000, "..", "%2e%2e"])
def test_any_other_token_is_no_fault_of_ours(token: str, client: Client):
    assert client.get(f"/account/uitnodiging/{token}/").status_code in {404, 410, 414}


@pytest.mark.parametrize("content", ["", "x", "x y", "9" * 40])
def test_a_link_of_ours_that_holds_something_else_counts_for_nothing(content: str, client: Client):
    assert client.get(f"/account/uitnodiging/{sign(invitations.PURPOSE, content)}/").status_code == GONE


def test_a_weak_password_is_refused_and_the_link_goes_on_working(client: Client):
    invited()

    page = client.post(link(), {"password1": "leidenkennisstad", "password2": "leidenkennisstad"})

    assert "iedereen hier kent" in page.content.decode()
    assert choose(client, link()) == 302


def test_who_was_signed_in_on_that_computer_goes_first(office: Client):
    user = invited()

    office.post(link(), {"password1": PASSWORD, "password2": PASSWORD})

    assert office.session["_auth_user_id"] == str(user.pk)


def test_whoever_lost_the_invitation_asks_for_a_new_one_as_for_a_password(client: Client):
    invited()
    old = link()

    client.post("/account/password/reset/", {"email": ADDRESS})

    assert link() != old
    assert (choose(Client(), old), choose(client, link())) == (GONE, 302)


def test_the_list_says_who_has_not_come_yet_and_an_administrator_sends_again(office: Client):
    user, old = invited(), link()
    page = office.get("/cms/users/").content.decode()
    assert "Uitgenodigd op" in page
    assert "Gebruikersnaam" not in page
    assert "Mag inloggen" in office.get(f"/cms/users/edit/{user.pk}/").content.decode()
    assert f"/cms/medewerkers/{user.pk}/uitnodigen/" in page

    office.post(f"/cms/medewerkers/{user.pk}/uitnodigen/")

    assert OutgoingMail.objects.filter(to=ADDRESS).count() == 2
    assert link() != old
    choose(Client(), link())
    assert office.post(f"/cms/medewerkers/{user.pk}/uitnodigen/").status_code == 404


def test_another_address_gets_the_invitation_instead(office: Client):
    user, old = invited(), link()
    typed = {"email": "nieuw@example.org", "first_name": "N", "last_name": "N", "is_active": "on"}

    office.post(f"/cms/users/edit/{user.pk}/", typed)

    assert OutgoingMail.objects.order_by("-pk")[0].to == "nieuw@example.org"
    assert choose(Client(), old) == GONE
