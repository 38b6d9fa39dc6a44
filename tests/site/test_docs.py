"""What the documents say is there, is there."""

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RUNNING = (ROOT / "docs" / "running.md").read_text()


def direct_dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = [item for group in project["dependency-groups"].values() for item in group]
    named = [*project["project"]["dependencies"], *(item for item in groups if isinstance(item, str))]
    return sorted({re.split(r"[\[<>=~ ]", name)[0] for name in named})


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text())

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_laws_name_tests_that_exist():
    named = re.findall(r"`(tests/[\w/.]*)`", (ROOT / "docs" / "invariants.md").read_text())

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", direct_dependencies())
def test_every_dependency_says_what_it_is_for(name):
    assert f"`{name}`" in (ROOT / "docs" / "decisions" / "0003-dependencies.md").read_text()


def test_every_setting_is_explained():
    sources = (ROOT / "site" / "kennisstad" / "settings").glob("*.py")
    read = {name for path in sources for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', path.read_text())}

    assert {name for name in read if f"`{name}`" not in RUNNING} == {"PORT"}


def test_commands_for_administrators_exist():
    named = set(re.findall(r"manage\.py (\w+)", RUNNING))

    assert named - set(get_commands()) == set()
