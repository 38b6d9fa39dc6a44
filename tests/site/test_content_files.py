"""Content that an adviser corrects: what is right is read, what is wrong is told with its file and its key."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from pathlib import Path

import pytest

from kennisstad.content_files import Paragraphs, WrongContent, read, read_folder, read_list


class Mood(StrEnum):
    QUIET = "quiet"
    LIVELY = "lively"


@dataclass(frozen=True, kw_only=True)
class Part:
    title: str
    start: time | None = None


@dataclass(frozen=True, kw_only=True)
class Evening:
    slug: str
    title: str
    day: date | None = None
    seats: int | None = None
    mood: Mood = Mood.QUIET
    is_open: bool = False
    body: Paragraphs = ()
    themes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if self.seats == 0:
            raise ValueError("expected a seat.")


WHOLE = '''
title = "Sterren"
day = 2027-03-11
seats = 12
mood = "lively"
is_open = true
themes = ["natuur", "techniek"]
body = """
Een lange regel
die doorloopt.

## Kop
"""

[[parts]]
title = "Opening"
start = 19:30:00
'''


def written(folder: Path, text: str, name: str = "sterren.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def told(path: Path) -> str:
    with pytest.raises(WrongContent) as mistake:
        read(path, Evening, slug="sterren")
    return str(mistake.value)


def test_a_file_is_read_as_what_it_says(tmp_path):
    assert read(written(tmp_path, WHOLE), Evening, slug="sterren") == Evening(
        slug="sterren",
        title="Sterren",
        day=date(2027, 3, 11),
        seats=12,
        mood=Mood.LIVELY,
        is_open=True,
        themes=("natuur", "techniek"),
        body=("Een lange regel die doorloopt.", "## Kop"),
        parts=(Part(title="Opening", start=time(19, 30)),),
    )


def test_a_text_keeps_its_lines_but_not_its_margins(tmp_path):
    path = written(tmp_path, 'title = """\nEen regel.\nNog een.\n"""\nbody = ""')

    evening = read(path, Evening, slug="sterren")

    assert (evening.title, evening.body) == ("Een regel.\nNog een.", ())


def test_a_folder_has_a_file_each_and_a_list_has_a_table_each(tmp_path):
    parts = written(tmp_path, '[[parts]]\ntitle = "Een"\n[[parts]]\ntitle = "Twee"', "parts.toml")
    folder = tmp_path / "evenings"
    folder.mkdir()
    written(folder, 'title = "B"', "b.toml")
    written(folder, 'title = "A"', "a.toml")

    assert read_list(parts, Part) == (Part(title="Een"), Part(title="Twee"))
    assert read_folder(folder, Evening) == (Evening(slug="a", title="A"), Evening(slug="b", title="B"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "sterren.toml: “title” is missing; expected a text between quotes."),
        ('titel = "A"', "sterren.toml: “titel” is unknown. Did you mean “title”?"),
        (
            'title = "A"\nprijs = 5',
            "sterren.toml: “prijs” is unknown. Known are: title, day, seats, mood, is_open, body, themes, parts.",
        ),
        ('title = "A"\nslug = "zon"', "sterren.toml: “slug” is unknown. Known are: "),
        ("title = 3", "sterren.toml, title: expected a text between quotes, not 3."),
        ('title = "A"\nseats = "twaalf"', 'sterren.toml, seats: expected a whole number, not "twaalf".'),
        ('title = "A"\nseats = true', "sterren.toml, seats: expected a whole number, not true."),
        ('title = "A"\nis_open = "ja"', 'sterren.toml, is_open: expected true or false, not "ja".'),
        (
            'title = "A"\nday = "morgen"',
            'sterren.toml, day: expected a day such as 2026-03-04, not "morgen".',
        ),
        (
            'title = "A"\nday = 2027-03-11T19:30:00',
            'sterren.toml, day: expected a day such as 2026-03-04, not "2027-03-11 19:30:00".',
        ),
        ('title = "A"\nmood = "loud"', 'sterren.toml, mood: expected one of quiet, lively, not "loud".'),
        ('title = "A"\nthemes = "natuur"', 'sterren.toml, themes: expected a list, not "natuur".'),
        ('title = "A"\nthemes = ["x", 1]', "sterren.toml, themes 2: expected a text between quotes, not 1."),
        ('title = "A"\nbody = ["x"]', 'sterren.toml, body: expected a text between quotes, not ["x"].'),
        ('title = "A"\nparts = ["x"]', 'sterren.toml, parts 1: expected keys with their values, not "x".'),
        (
            'title = "A"\n[[parts]]',
            "sterren.toml, parts 1: “title” is missing; expected a text between quotes.",
        ),
        (
            'title = "A"\n[[parts]]\ntitle = "B"\nstart = "half acht"',
            'sterren.toml, parts 1, start: expected a time such as 19:30:00, not "half acht".',
        ),
        ('title = "A"\nseats = 0', "sterren.toml: expected a seat."),
        ('title = "A"\nday = 19:30', "sterren.toml, line 2: “day = 19:30” is not TOML. "),
        ('title = "A', "sterren.toml: this is not TOML. "),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, text, sentence):
    assert told(written(tmp_path, text)).startswith(sentence)


def test_a_file_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "sterren.toml"
    path.write_bytes('title = "één"'.encode("latin-1"))

    assert told(path) == "sterren.toml: expected a file that is saved as UTF-8."


def test_what_a_text_editor_puts_before_the_first_line_is_passed_over(tmp_path):
    path = tmp_path / "sterren.toml"
    path.write_text('title = "A"', encoding="utf-8-sig")

    assert read(path, Evening, slug="sterren").title == "A"


@pytest.mark.parametrize("text", ['title = "A"', '[[part]]\ntitle = "A"'])
def test_a_list_says_how_each_entry_begins(tmp_path, text):
    with pytest.raises(WrongContent) as mistake:
        read_list(written(tmp_path, text, "parts.toml"), Part)

    assert str(mistake.value) == "parts.toml: expected each entry to begin with [[parts]], and nothing else."
