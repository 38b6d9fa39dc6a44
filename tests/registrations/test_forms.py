"""What cannot be mailed or read is refused where it is typed, so it never becomes somebody's task."""

import pytest
from django.test import Client

from kennisstad.mail.models import OutgoingMail
from registrations.forms import SignUpForm
from registrations.models import Registration, RegistrationSettings
from tests.factories.registrations import open_event


@pytest.mark.parametrize(
    "email", ["İ@example.org", "noor@localhost", "noor@printer.local", f"{'n' * 65}@example.org"]
)
def test_no_ticket_is_promised_to_an_address_that_cannot_be_mailed(email: str):
    form = SignUpForm({"name": "Noor", "email": email}, settings=RegistrationSettings())

    assert list(form.errors) == ["email"]
    assert len(form.errors["email"]) == 1


@pytest.mark.parametrize("name", ["\u3164", "\u2800", "\u0301", "\u200b"])
def test_a_name_that_nobody_can_see_is_refused(name: str):
    assert list(
        SignUpForm({"name": name, "email": "noor@example.org"}, settings=RegistrationSettings()).errors
    ) == ["name"]


def test_words_of_a_name_stay_apart():
    form = SignUpForm({"name": "Jan\tde Vries", "email": "jan@example.org"}, settings=RegistrationSettings())

    assert form.is_valid()
    assert form.cleaned_data["name"] == "Jan de Vries"


@pytest.mark.django_db
def test_the_address_is_kept_as_it_was_typed_and_mailed_as_it_was_meant(
    client: Client, django_capture_on_commit_callbacks, mailoutbox
):
    event = open_event()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/{event.path}aanmelden/", {"name": "Noor", "email": "Noor@Straße.example.org"})

    assert Registration.objects.get().email == OutgoingMail.objects.get().to == "Noor@Straße.example.org"
    assert [message.to for message in mailoutbox] == [["Noor@xn--strae-oqa.example.org"]]
