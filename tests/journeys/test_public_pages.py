"""Everybody may read along: every public page, in both languages, on every screen, by day and by night."""

import pytest

from .browser import DESKTOP, NARROW, PHONE

BROWSING = [
    ("/", "/en/"),
    ("/agenda/", "/en/agenda/"),
    ("/nieuwsbrief/archief/", "/en/newsletter/archive/"),
    ("/over/", "/en/over/"),
    ("/toegankelijkheid/", "/en/toegankelijkheid/"),
    ("/privacy/", "/en/privacy/"),
]
WITH_A_FORM = [
    ("/nieuwsbrief/", "/en/newsletter/"),
    ("/account/login/", "/en/account/login/"),
    ("/checkin/", "/en/checkin/"),
]
VIEWS = {
    "phone by day": (PHONE, "light"),
    "phone by night": (PHONE, "dark"),
    "desktop by day": (DESKTOP, "light"),
    "desktop by night": (DESKTOP, "dark"),
    "narrow": (NARROW, "light"),
}


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_can_be_read_by_everybody(visiting, view):
    screen, colours = VIEWS[view]
    with visiting(screen, color_scheme=colours) as visitor:
        for dutch, english in (*BROWSING, *WITH_A_FORM):
            visitor.go(dutch)
            visitor.go(english)


def test_browsing_leaves_no_trace(visiting):
    with visiting(PHONE) as visitor:
        for path in (path for paths in BROWSING for path in paths):
            visitor.go(path)
        state = visitor.context.storage_state()
        assert state == {"cookies": [], "origins": []}
