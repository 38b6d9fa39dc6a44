"""Content that an adviser corrects: what is right is read, what is wrong is told in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from kennisstad.content_files import WrongContent, read, read_each, read_folder
from kennisstad.demo.content import examples, real_events
from kennisstad.demo.content.records import Plan

CONTENT = Path(real_events.__file__).parent


@dataclass(frozen=True, kw_only=True)
class Part:
    title: str


@dataclass(frozen=True, kw_only=True)
class Thing:
    slug: str
    title: str
    day: date | int = 0
    lasts: timedelta | None = None
    seats: int | None = None
    open: bool = False
    cover: tuple[str, int] = ("", 0)
    body: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


def written(folder: Path, text: str, name: str = "thing.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


WHOLE = '''
title = "Sterren"
day = 2027-03-11
lasts = 01:30:00
seats = 12
open = true
cover = ["nature", 2]
body = """
Een lange regel
die doorloopt.

## Kop
"""
[[parts]]
title = "Opening"
'''


def test_a_file_is_read_as_what_it_says(tmp_path: Path):
    assert read(written(tmp_path, WHOLE), Thing, slug="sterren") == Thing(
        slug="sterren",
        title="Sterren",
        day=date(2027, 3, 11),
        lasts=timedelta(hours=1, minutes=30),
        seats=12,
        open=True,
        cover=("nature", 2),
        body=("Een lange regel die doorloopt.", "## Kop"),
        parts=(Part(title="Opening"),),
    )


def test_a_folder_has_a_file_each_and_a_list_a_table_each(tmp_path: Path):
    written(tmp_path, 'title = "B"', "b.toml")
    written(tmp_path, 'title = "A"\nday = -3', "a.toml")
    listed = written(tmp_path / "..", '[[parts]]\ntitle = "Een"\n[[parts]]\ntitle = "Twee"', "parts.toml")

    assert read_folder(tmp_path, Thing) == (
        Thing(slug="a", title="A", day=-3),
        Thing(slug="b", title="B"),
    )
    assert [part.title for part in read_each(listed, Part)] == ["Een", "Twee"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "thing.toml: “title” is missing."),
        ('title = "A"\nsubtitle = "B"', "thing.toml: “subtitle” is no key here. There are: slug, title"),
        ("title = 3", "thing.toml, title: expected a text, not 3."),
        ('title = "A"\nseats = "twaalf"', "thing.toml, seats: expected a number, not 'twaalf'."),
        ('title = "A"\nseats = true', "thing.toml, seats: expected a number, not True."),
        ('title = "A"\nopen = "ja"', "thing.toml, open: expected true or false, not 'ja'."),
        ('title = "A"\nday = "morgen"', "thing.toml, day: expected a day, not 'morgen'."),
        ('title = "A"\nlasts = 90', "thing.toml, lasts: expected a length such as 01:30:00, not 90."),
        ('title = "A"\nbody = [1]', "thing.toml, body 1: expected a text, not 1."),
        ('title = "A"\nbody = 1', "thing.toml, body: expected a list, not 1."),
        ('title = "A"\ncover = ["nature"]', "thing.toml, cover: expected 2 values, not 1."),
        ('title = "A"\nparts = ["x"]', "thing.toml, parts 1: expected keys with their values, not 'x'."),
        ('title = "A"\n[[parts]]\nname = "x"', "thing.toml, parts 1: “name” is no key here."),
        ('title = "A', "thing.toml: this is not TOML. "),
        ("title = \x00", "thing.toml: this is not TOML. "),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, told: str):
    with pytest.raises(WrongContent) as mistake:
        read(written(tmp_path, text), Thing, slug="a")

    assert str(mistake.value).startswith(told)


def test_a_list_says_how_its_entries_begin(tmp_path: Path):
    with pytest.raises(WrongContent, match=r"parts.toml: every entry begins with \[\[parts\]\]."):
        read_each(written(tmp_path, '[[part]]\ntitle = "A"', "parts.toml"), Part)


def test_every_event_of_the_demo_is_shown():
    plans: tuple[Plan, ...] = (
        *real_events.EVENTS,
        *examples.PAST,
        *examples.UPCOMING,
        examples.TONIGHT,
        examples.NEXT,
        examples.DRAFT,
    )

    assert sorted(plan.slug for plan in plans) == sorted(
        path.stem for path in (CONTENT / "events").rglob("*.toml")
    )
    assert not any(plan.is_example for plan in real_events.EVENTS)
    assert all(plan.is_example for plan in plans[len(real_events.EVENTS) :])
