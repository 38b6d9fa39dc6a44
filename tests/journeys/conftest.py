import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.find_chromium import ARGUMENTS, found

from . import browser, camera, product
from .calendars import AMSTERDAM
from .guests import Guest, enrolled, register
from .mailbox import Mailbox
from .organiser import Evening, publish, sign_in
from .volunteer import new_door

type Visiting = Callable[..., AbstractContextManager[browser.Visitor]]

SCREENS = {"phone": browser.PHONE, "desktop": browser.DESKTOP}


@pytest.fixture(scope="session")
def running_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[product.Product]:
    """With a database and demo content of its own; JOURNEYS_DATA_DIR keeps one between runs."""
    kept = os.environ.get("JOURNEYS_DATA_DIR")
    with product.running(Path(kept) if kept else tmp_path_factory.mktemp("product")) as started:
        yield started


@pytest.fixture(scope="session")
def site(running_product: product.Product) -> str:
    return running_product.url


@pytest.fixture(scope="session")
def mailbox(running_product: product.Product) -> Mailbox:
    return Mailbox(running_product.mailbox_url)


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every camera in the browser sees; `camera.hold_before` changes it."""
    path = tmp_path_factory.mktemp("camera") / "camera.mjpeg"
    camera.hold_before(path)
    return path


@pytest.fixture(scope="session")
def chromium(film: Path) -> Iterator[Browser]:
    cameras = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    expect.set_options(timeout=browser.PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found(), args=[*ARGUMENTS, *cameras])
        yield started
        started.close()


@pytest.fixture(scope="session")
def visiting(chromium: Browser, running_product: product.Product) -> Visiting:
    """Open a visit of one's own: `with visiting(PHONE) as visitor`."""

    def visit(screen: dict, **options: object) -> AbstractContextManager[browser.Visitor]:
        return browser.visiting(chromium, running_product, screen, **options)

    return visit


@pytest.fixture(scope="session", params=SCREENS)
def screen_name(request: pytest.FixtureRequest) -> str:
    """The main job is done twice: once on phones, once at desks."""
    return request.param


@pytest.fixture(scope="session")
def screen(screen_name: str) -> dict:
    return SCREENS[screen_name]


@pytest.fixture(scope="session")
def run() -> str:
    """Tells what this run makes from what an earlier one left."""
    return f"{datetime.now(AMSTERDAM):%H%M%S}"


@pytest.fixture(scope="session")
def mark(screen_name: str, run: str) -> str:
    return f"{screen_name}-{run}"


@pytest.fixture(scope="session")
def evening(visiting: Visiting, screen: dict, mark: str) -> Evening:
    """Tomorrow's event, published by the organiser of a museum."""
    tomorrow = datetime.now(AMSTERDAM).date() + timedelta(days=1)
    with visiting(screen) as organiser:
        sign_in(organiser, "naturalis")
        return publish(organiser, f"Zoemen met {mark}", datetime.combine(tomorrow, time(19, 30), AMSTERDAM))


@pytest.fixture(scope="session")
def guest(visiting: Visiting, screen: dict, mark: str, evening: Evening, mailbox: Mailbox) -> Guest:
    """Registered from the event's own page, without an account."""
    name, email = "Noor Ünal-de Vries 🐝", f"noor.{mark}@example.org"
    with visiting(screen) as visitor:
        visitor.go(evening.path)
        visitor.follow(f"a[href='{evening.path}aanmelden/'] >> visible=true")
        register(visitor, name, email)
        visitor.see("Je plek is bevestigd", email)
    return Guest(name, email, mailbox.wait_for(email)[0])


@pytest.fixture
def newcomer(site: str, mailbox: Mailbox, evening: Evening) -> Guest:
    """Nobody has scanned this ticket yet."""
    return enrolled(site, mailbox, evening, "Net Op Tijd", f"tijd.{uuid4().hex[:8]}@example.org")


@pytest.fixture(scope="session")
def door(visiting: Visiting, screen: dict, evening: Evening) -> str:
    """The link that the organiser makes for volunteers, as they scan it from the organiser's screen."""
    with visiting(screen) as organiser:
        new_door(organiser, evening, "Hoofdingang")
        return camera.read_code(organiser.page.locator(".ks-code").screenshot())
