"""A new password by mail, for who has an account."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kennisstad.mail.models import OutgoingMail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

RESET = "/account/password/reset/"
PASSWORD = "een-heel-nieuw-wachtwoord"


@pytest.mark.parametrize(
    ("prefix", "subject"), [("", "Kies een nieuw wachtwoord"), ("/en", "Choose a new password")]
)
def test_the_link_in_the_mail_leads_to_a_new_password(client: Client, prefix: str, subject: str):
    user = UserFactory(email="noor@example.org")

    client.post(f"{prefix}{RESET}", {"email": "noor@example.org"})
    mail = OutgoingMail.objects.get()
    link = re.search(r"http://\S+", mail.text)[0]
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})

    assert (mail.subject, mail.to, link in mail.html) == (subject, user.email, True)
    assert mail.delete_after == timezone.localdate() + timedelta(days=3)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_an_address_without_an_account_gets_the_same_answer_and_no_mail(client: Client):
    UserFactory(email="noor@example.org")

    answers = [client.post(RESET, {"email": email}) for email in ("noor@example.org", "nobody@example.org")]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, f"{RESET}done/")] * 2
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["noor@example.org"]


@pytest.mark.parametrize("address", ["email/", "confirm-email/", "confirm-email/abc/"])
def test_nobody_changes_an_address_by_themselves(client: Client, address: str):
    client.force_login(UserFactory())

    assert client.get(f"/account/{address}").status_code == 404
