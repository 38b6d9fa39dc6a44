"""What our own fields take and refuse: the two nights in 2027 on which the clock changes, and addresses."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from events.models import EventPage
from kennisstad.desk.forms import NewEventForm
from kennisstad.fields import EmailField
from kennisstad.forms import AmbiguousTimeInput, LocalDateTimeField, MailboxField
from registrations.organiser_forms import SettingsForm

SPRING, AUTUMN = "2027-03-28T02:30", "2027-10-31T02:30"


def test_a_time_that_is_skipped_is_refused_in_plain_words():
    with pytest.raises(ValidationError) as refusal:
        LocalDateTimeField().clean(SPRING)

    assert refusal.value.messages == [
        "Deze tijd bestaat niet: die nacht gaat de klok van 2.00 naar 3.00 uur."
    ]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (AUTUMN, datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-10-31T03:30", datetime(2027, 10, 31, 2, 30, tzinfo=UTC)),
        ("2027-03-28T01:30", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
        ("2027-03-28T03:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_time_that_comes_twice_is_the_first(given: str, meant: datetime):
    assert LocalDateTimeField().clean(given) == meant


def test_what_is_no_time_at_all_is_refused_as_ever():
    with pytest.raises(ValidationError) as refusal:
        LocalDateTimeField().clean("gisteren")

    assert refusal.value.code == "invalid"


def editors_fields() -> dict[str, object]:
    form = EventPage.get_edit_handler().get_form_class()
    return {"event": form.base_fields, "part": form.formsets["programme_items"].form.base_fields}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "name"),
    [
        (NewEventForm, "starts_at"),
        (SettingsForm, "opens_at"),
        (SettingsForm, "closes_at"),
        ("event", "ends_at"),
        ("part", "starts_at"),
    ],
)
def test_organisers_meet_it_wherever_they_give_a_time(form, name: str):
    fields = editors_fields()[form] if isinstance(form, str) else form.base_fields

    assert isinstance(fields[name], LocalDateTimeField)
    assert isinstance(fields[name].widget, AmbiguousTimeInput)


@pytest.mark.parametrize("typed", ["Anna@Straße.example.org", "ａnna@example.org", "an\u200bna@example.org"])
def test_an_address_stays_as_it_was_typed(typed: str):
    assert MailboxField().clean(f" {typed} ") == typed


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ["Voor de @", "Voor de @ kunnen hooguit 64", "Daar komt geen mail aan"]),
        ("en", ["Before the @", "Before the @ there can be at most 64", "No mail arrives there"]),
    ],
)
def test_the_form_says_why_in_both_languages(language: str, words: list[str]):
    said = []
    with override(language):
        for address in ("İ@example.org", f"{'a' * 65}@example.org", "anna@localhost"):
            with pytest.raises(ValidationError) as refusal:
                MailboxField().clean(address)
            said += [str(message) for message in refusal.value.messages]

    assert [message[: len(begin)] for message, begin in zip(said, words, strict=True)] == words


def test_what_is_left_out_is_asked_for_and_what_is_optional_may_be_left_out():
    with pytest.raises(ValidationError) as refusal:
        MailboxField().clean(" ")

    assert refusal.value.code == "required"
    assert MailboxField(required=False).clean("") == ""


def test_a_column_takes_what_its_form_takes():
    column = EmailField()

    assert isinstance(column.formfield(), MailboxField)
    assert column.clean("ａnna@straße.example.org", None) == "ａnna@straße.example.org"
    with pytest.raises(ValidationError):
        column.clean("anna@localhost", None)
