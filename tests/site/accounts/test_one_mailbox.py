"""A colleague is one account, however somebody spells their address."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from kennisstad.accounts.models import User
from kennisstad.mail.models import OutgoingMail
from tests.factories.accounts import UserFactory
from tests.migrate_from import upgraded_from
from tests.site.accounts.partner_worlds import administrator
from tests.site.accounts.signing_in import PASSWORD, with_password

pytestmark = pytest.mark.touches_engine

ADDRESS = "noor@straße.example.org"
SPELLINGS = [
    ADDRESS,
    "NOOR@STRAẞE.example.org",
    "noor@xn--strae-oqa.example.org",
    "ｎｏｏｒ@straße.example.org",
    "no\u200bor@straße.example.org\u3164",
    "noor＠straße。example．org",
]
TYPED = {"first_name": "Noor", "last_name": "Ünal", "language": "nl", "is_active": "on"}


def opens(address: str, password: str = PASSWORD) -> bool:
    client = Client()
    client.post("/account/login/", {"login": address, "password": password})
    return "_auth_user_id" in client.session


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(administrator())
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
def test_every_spelling_signs_in(spelling: str):
    with_password(UserFactory(email=ADDRESS))

    assert opens(spelling)


@pytest.mark.django_db
def test_another_domain_signs_nobody_in():
    with_password(UserFactory(email=ADDRESS))

    assert not opens("noor@strasse.example.org")
    assert not opens("nobody at all")


@pytest.mark.django_db
@pytest.mark.parametrize("known", [True, False])
def test_tries_of_every_spelling_count_together(client: Client, known: bool):
    if known:
        with_password(UserFactory(email=ADDRESS))

    tries = [{"login": spelling, "password": "helemaal verkeerd"} for spelling in SPELLINGS]
    codes = [client.post("/account/login/", typed).status_code for typed in tries]

    assert codes == [200] * 5 + [429]


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
def test_every_spelling_gets_a_new_password_at_the_address_of_the_account(client: Client, spelling: str):
    with_password(UserFactory(email=ADDRESS))

    client.post("/account/password/reset/", {"email": spelling})

    assert OutgoingMail.objects.get().to == ADDRESS


@pytest.mark.django_db
def test_nobody_is_mailed_very_often_by_spelling_an_address_differently(client: Client):
    codes = [
        client.post("/account/password/reset/", {"email": spelling}).status_code for spelling in SPELLINGS
    ]

    assert codes == [302] * 5 + [429]


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
def test_no_spelling_invites_somebody_twice(office: Client, spelling: str):
    UserFactory(email=ADDRESS)

    page = office.post("/cms/users/new/", TYPED | {"email": spelling})

    assert "Op dit adres heeft al iemand een account" in page.content.decode()
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
def test_every_spelling_is_invited(office: Client, spelling: str):
    office.post("/cms/users/new/", TYPED | {"email": spelling})

    user = User.objects.get(first_name="Noor")
    assert user.mailbox == "noor@xn--strae-oqa.example.org"
    assert OutgoingMail.objects.get().message().to == ["noor@xn--strae-oqa.example.org"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "noor@localhost", "Daar komt geen mail aan."),
        ("email", "İ@example.org", "Voor de @ kunnen letters zonder accenten staan"),
        ("first_name", "\u0301", "Van deze naam is niets te zien."),
        ("last_name", "\u3164", "Dit is een verplicht veld."),
    ],
)
def test_what_cannot_be_mailed_or_seen_is_refused_in_words(
    office: Client, field: str, value: str, words: str
):
    page = office.post("/cms/users/new/", TYPED | {"email": "noor@example.org", field: value})

    assert words in page.content.decode()
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_a_name_is_tidied_on_its_way_in(office: Client):
    office.post("/cms/users/new/", TYPED | {"email": "jan@example.org", "last_name": "de\tVries"})

    assert User.objects.get(email="jan@example.org").last_name == "de Vries"


@pytest.mark.django_db
def test_a_new_address_keeps_its_account_to_itself(office: Client):
    user, other = UserFactory(email="noor@example.org"), UserFactory(email=ADDRESS)

    taken = office.post(f"/cms/users/edit/{user.pk}/", TYPED | {"email": SPELLINGS[2]})
    office.post(f"/cms/users/edit/{other.pk}/", TYPED | {"email": "sam@example.org"})
    office.post(f"/cms/users/edit/{user.pk}/", TYPED | {"email": SPELLINGS[2]})

    assert "Op dit adres heeft al iemand een account" in taken.content.decode()
    assert User.objects.find_by_email(ADDRESS) == user
    assert User.objects.find_by_email("sam@example.org") == other


@pytest.mark.django_db
def test_the_database_knows_one_mailbox_as_well():
    UserFactory(email=ADDRESS)

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="noor@xn--strae-oqa.example.org")


@pytest.mark.django_db
def test_an_administrator_who_lost_everything_is_known_by_every_spelling():
    user = UserFactory(email=ADDRESS)

    call_command("administrator", SPELLINGS[2])

    user.refresh_from_db()
    assert (User.objects.count(), user.is_superuser) == (1, True)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_upgrade_locks_nobody_out():
    with upgraded_from("accounts", "0004_one_address") as then:
        for email in (ADDRESS, "noor@xn--strae-oqa.example.org", "root@localhost"):
            then.get_model("accounts", "User").objects.create(email=email)
    older, younger, root = (with_password(user) for user in User.objects.order_by("pk"))

    assert (older.mailbox, younger.mailbox) == ("noor@xn--strae-oqa.example.org", None)
    assert [opens(user.email) for user in (older, younger, root)] == [True] * 3
    assert User.objects.find_by_email(SPELLINGS[1]) == older
    assert User.objects.find_by_email(younger.email) == younger

    office = Client()
    office.force_login(administrator())
    office.post(f"/cms/users/edit/{younger.pk}/", TYPED | {"email": younger.email})
    younger.refresh_from_db()
    assert (younger.first_name, younger.mailbox) == ("Noor", None)
    office.post(f"/cms/users/edit/{younger.pk}/", TYPED | {"email": "sam@example.org"})
    assert User.objects.find_by_email("SAM@example.org") == younger
