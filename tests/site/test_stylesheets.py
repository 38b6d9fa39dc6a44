"""Promises about our own styles and templates that no browser is needed for."""

import re
from pathlib import Path

import pytest

from bootstrap.assets import ROOT

CSS = ROOT / "site" / "static" / "css"
THEMES = sorted(CSS.glob("theme-*.css"))
STYLES = sorted({*CSS.rglob("*.css")} - {*THEMES} - {CSS / "cms.css"})
PAGES = [path for path in sorted((ROOT / "templates").rglob("*.html")) if "email" not in path.parts]


def declared(theme: str) -> set[str]:
    return set(re.findall(r"(--ks-[\w-]+):", theme))


@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.stem)
def test_a_theme_answers_every_token_the_styles_ask_for(theme: Path) -> None:
    asked = {name for path in STYLES for name in re.findall(r"var\((--ks-[\w-]+)", path.read_text())}

    assert asked <= declared(theme.read_text())


def test_colours_come_from_the_theme_only() -> None:
    """Except paper, the white around a QR code, and the door, which is dark in any theme."""
    free = {"print.css", "scanner.css"}
    for path in STYLES:
        if path.name not in free:
            assert not re.search(r":[^;{]*#(?!fff\b)[0-9a-f]{3,8}\b", path.read_text()), path


def test_gold_is_drawn_on_ink_only() -> None:
    """In the dark, ink is the light colour, on which gold is hardly seen."""
    for path in STYLES:
        assert not re.search(r"(?<![\w-])color: var\(--ks-gold\)", path.read_text()), path


def test_styles_reach_no_other_host() -> None:
    for path in STYLES:
        assert "://" not in path.read_text(), path


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_pages_carry_no_inline_script_or_style(page: Path) -> None:
    source = page.read_text()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)
    assert not re.search(r"""<script(?![^>]*(?:\bsrc=|type="application/json"))""", source)
