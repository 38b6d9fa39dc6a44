"""Every state of the scanner has its words, its colour, its sign, its sound and a journey that reaches it."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from bootstrap.assets import ROOT
from registrations.models import Scan
from registrations.verdict_words import expired_words, stopped_words, undone_words, unreadable_words

LANGUAGES = ("nl", "en")
ENOUGH = 7  # to one: a phone is read in the sun


def read(path: str) -> str:
    return (ROOT / Path(path)).read_text()


STATES = dict(
    re.findall(r"^  (\w+): \{ (where: .*) \},$", read("site/static/js/scanner-states.js"), re.MULTILINE)
)
CSS = read("site/static/css/scanner.css")
VERDICTS = [name for name, state in STATES.items() if 'where: "verdict"' in state]


def sound(name: str) -> str:
    return re.search(r"wave: .*", STATES[name])[0]


def colours(name: str) -> tuple[str, str]:
    block = re.findall(rf'\[data-state="{name}"\][^{{}}]*\{{\s*--state: ([^;]+);\s*--on-state: ([^;]+);', CSS)
    assert len(block) == 1, name
    return block[0]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour.strip("#")
    pairs = re.findall("..", digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    red, green, blue = (linear(int(pair, 16) / 255) for pair in pairs)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def test_the_table_has_every_verdict_and_every_ending():
    answered = {
        *Scan.Verdict.values,
        *(words().state for words in (unreadable_words, undone_words, stopped_words, expired_words)),
    }

    assert len(STATES) > len(answered)
    assert answered <= {*VERDICTS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_server_does_not_say_the_page_says(language: str):
    with translation.override(language):
        page = render_to_string("registrations/scanner_words.html")
    said = re.findall(r'data-state="(\w+)"><p>([^<]+)</p><p>([^<]+)</p>', page)

    by_server = {*Scan.Verdict.values, "undone", "stopped", "expired"}
    assert {name for name, _word, _sentence in said} == STATES.keys() - by_server
    assert len({word for _name, word, _sentence in said}) == len(said)


def test_the_words_differ_in_each_language():
    pages = []
    for language in LANGUAGES:
        with translation.override(language):
            pages.append(render_to_string("registrations/scanner_words.html"))

    for texts in zip(*(re.findall(r"<p>([^<]+)</p>", page) for page in pages), strict=True):
        assert len(set(texts)) == 2, texts


def test_no_two_states_sound_alike():
    assert len({sound(name) for name in STATES}) == len(STATES)
    assert len({re.search(r"buzz: (.*)\]", STATES[name])[1] for name in VERDICTS}) == len(VERDICTS)


def test_no_two_verdicts_have_one_colour():
    assert len({colours(name) for name in VERDICTS}) == len(VERDICTS)


@pytest.mark.parametrize("name", sorted(STATES.keys() - {"starting", "ready"}))
def test_every_state_but_the_ones_on_the_pages_own_ground_can_be_read_in_the_sun(name: str):
    assert contrast(*colours(name)) >= ENOUGH


def test_every_state_has_a_sign_of_its_own():
    signs = dict(
        re.findall(r'id="sign-(\w+)"[^>]*>(.*?)</symbol>', read("templates/registrations/scanner_signs.html"))
    )

    assert signs.keys() == STATES.keys()
    assert len(set(signs.values())) == len(signs)


def test_every_state_is_written_down():
    assert set(re.findall(r"^\| `(\w+)`", read("docs/door.md"), re.MULTILINE)) == STATES.keys()


def test_every_state_is_reached_in_a_browser():
    journeys = read("tests/journeys/test_4_scan.py") + read("tests/journeys/test_4_scanner_states.py")

    assert set(re.findall(r'\b(?:hear|notice)\(\w+, "(\w+)"', journeys)) == STATES.keys()
