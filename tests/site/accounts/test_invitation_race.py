"""A link to come in by, opened in two tabs: whoever is first chooses the password."""

from functools import partial

import pytest

from kennisstad.accounts import invitations
from kennisstad.accounts.models import User
from kennisstad.mail.links import BadLink
from kennisstad.mail.models import OutgoingMail
from tests.factories.accounts import UserFactory
from tests.races import result_in_own_connection, while_transaction_open, without_row_locks
from tests.site.accounts.signing_in import PASSWORD

pytestmark = [
    pytest.mark.touches_engine,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("without_mail_worker"),
]

OTHER = f"{PASSWORD} en nog iets"


@pytest.fixture
def token() -> str:
    invitations.invite(UserFactory(email="nina@example.org"))
    return OutgoingMail.objects.get().text.partition("://")[2].split()[0].rstrip("/").rpartition("/")[2]


def chosen() -> bool:
    return User.objects.get(email="nina@example.org").check_password(PASSWORD)


def test_the_first_one_chooses(token: str, database: None):
    with pytest.raises(BadLink):
        while_transaction_open(
            partial(invitations.accept, token, PASSWORD), partial(invitations.accept, token, OTHER)
        )

    assert result_in_own_connection(chosen)


@pytest.mark.locks_rows
def test_without_the_lock_the_second_would_choose_too(token: str, database: None):
    with without_row_locks(User):
        while_transaction_open(
            partial(invitations.accept, token, PASSWORD), partial(invitations.accept, token, OTHER)
        )

    assert not result_in_own_connection(chosen)
