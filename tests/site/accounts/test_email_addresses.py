"""An address stands in one place, so what stood in another is gone."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.site.accounts.signing_in import PASSWORD, with_password

pytestmark = pytest.mark.django_db


def opens(address: str) -> bool:
    client = Client()
    client.post("/account/login/", {"login": address, "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_an_address_from_before_opens_nothing_once_the_copies_are_forgotten():
    user = with_password(UserFactory(email="nieuw@example.org"))
    EmailAddress.objects.create(user=user, email="vroeger@example.org", primary=True, verified=True)
    assert opens("vroeger@example.org")

    import_module("kennisstad.accounts.migrations.0004_one_address").forget_copies(apps, None)

    assert (opens("vroeger@example.org"), opens("nieuw@example.org")) == (False, True)
