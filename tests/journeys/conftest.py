import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser import ARGUMENTS, found

from . import browser, camera, product
from .mailbox import Mailbox

type Visiting = Callable[..., AbstractContextManager[browser.Visitor]]

SCREENS = {"phone": browser.PHONE, "desktop": browser.DESKTOP}


@pytest.fixture(scope="session")
def running_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[product.Product]:
    """With a seeded database of its own; JOURNEYS_DATA_DIR keeps one between runs."""
    kept = os.environ.get("JOURNEYS_DATA_DIR")
    with product.running(Path(kept) if kept else tmp_path_factory.mktemp("product")) as started:
        yield started


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


@pytest.fixture(scope="session")
def screens() -> dict[str, dict]:
    return SCREENS
