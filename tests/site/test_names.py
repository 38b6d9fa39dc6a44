"""A name is kept as somebody writes it, as long as there is something to see."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kennisstad.fields import NameOfPerson
from kennisstad.forms import NameField
from kennisstad.names import clean_name

KEPT = [
    "O'Neil",
    "李",
    "J",
    "Ø",
    "محمد",
    "עברית",
    "علی\u200cرضا",
    "👩\u200d🚀 Zoë",
    "❤\ufe0f Noor",
    "辻\U000e0100",
    "Jean-Luc d’Ître",
    "নূর",
    "-",
    "-.",
]
TIDIED = {
    "Jan\tde Vries": "Jan de Vries",
    "Jan\n\r\x0b\x0c\x1f\x85\u2028de Vries": "Jan de Vries",
    "Jan\u00a0\u3000de\u2003Vries": "Jan de Vries",
    "Jan\u3164de\u2800Vries\uffa0": "Jan de Vries",
    "  Jan   de Vries ": "Jan de Vries",
    "Jan\u202e de\u200b Vries\ufeff": "Jan de Vries",
    "Zoe\u0308": "Zoë",
}
EMPTY = [
    "\u3164",
    "\u2800",
    "\u2800 \u3164",
    "\u0301",
    "\u0301\u0308",
    "\u200b\u2060\u200d",
    "\ufe0f",
    "\u115f\u1160",
    "\x01\u202e",
]


@pytest.mark.parametrize("name", KEPT)
def test_what_people_are_called_stays(name: str):
    assert NameField().clean(name) == name


@pytest.mark.parametrize(("typed", "name"), TIDIED.items(), ids=ascii)
def test_words_stay_apart_and_what_is_unseen_goes(typed: str, name: str):
    assert NameField().clean(typed) == name
    assert NameOfPerson().clean(typed, None) == name


@pytest.mark.parametrize("name", EMPTY, ids=ascii)
def test_a_name_that_looks_empty_is_refused(name: str):
    with pytest.raises(ValidationError) as refusal:
        NameField().clean(name)

    assert refusal.value.error_list[0].code in {"required", "looks_empty"}


def test_the_refusal_says_what_to_do():
    with pytest.raises(ValidationError) as refusal:
        NameField().clean("\u0301")

    assert refusal.value.messages == ["Van deze naam is niets te zien. Gebruik letters."]


def test_a_null_character_is_left_to_its_validator():
    with pytest.raises(ValidationError) as refusal:
        NameField().clean("Noor\x00")

    assert refusal.value.error_list[0].code == "null_characters_not_allowed"


@given(st.text(st.characters(codec=None)))
def test_tidying_twice_changes_nothing_more(name: str):
    kept = clean_name(name)

    assert clean_name(kept) == kept == kept.strip()
    assert "\t" not in kept
    assert "  " not in kept
