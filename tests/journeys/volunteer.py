"""What a volunteer does at the door, and what the scanner then says."""

from playwright.sync_api import Locator, expect

from .browser import Visitor
from .organiser import Evening, to_registrations


def new_door(organiser: Visitor, evening: Evening, label: str = "Achterdeur") -> str:
    to_registrations(organiser, evening)
    organiser.follow("a[href$='/deuren/']")
    organiser.fill({"label": label})
    organiser.follow("form.ks-form button")
    return str(organiser.page.locator(".ks-address a").get_attribute("href"))


def start_scanning(volunteer: Visitor, door: str, *, practice: bool = False) -> None:
    volunteer.go(door)
    volunteer.follow("main form button[name=practice]" if practice else "main form button:not([name])")


def check(volunteer: Visitor, code: str) -> None:
    volunteer.fill({"code": code})
    volunteer.page.keyboard.press("Enter")


def inside(volunteer: Visitor) -> Locator:
    return volunteer.page.locator("[data-admitted]")


def hear(volunteer: Visitor, state: str, *words: str) -> None:
    """The verdict, with its sign."""
    meet(volunteer, ".scanner__verdict", state, words)


def notice(volunteer: Visitor, state: str, *words: str) -> None:
    """About the camera, the decoder or the connection."""
    meet(volunteer, ".scanner__notice", state, words)


def meet(volunteer: Visitor, place: str, state: str, words: tuple[str, ...]) -> None:
    shown = volunteer.page.locator(f"{place}[data-state={state}]")
    expect(shown).to_be_visible()
    for text in words:
        expect(shown).to_contain_text(text)
    if volunteer.has_script:
        assert shown.locator("use").get_attribute("href") == f"#sign-{state}"
    volunteer.examine()


def forgive(volunteer: Visitor, *parts: str) -> None:
    """What was broken on purpose is no fault; anything else is."""
    found = [problem for problem in volunteer.watch.problems if not any(part in problem for part in parts)]
    assert not found, "\n".join(found)
    volunteer.watch.problems.clear()
