"""With the web server that docs/running.md describes: files can do nothing, and its log knows nobody."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.files import samples

from . import browser
from .browser import Visitor
from .conftest import Visiting
from .guests import Guest
from .http_client import Answer, ask
from .mailbox import text_of
from .organiser import sign_in
from .product import Product
from .proxy import Proxy, before

SANDBOX = "default-src 'none'; sandbox"
HOSTILE = {
    "x.html": samples.PAGE,
    "x.js": samples.SCRIPT,
    "x.svg": samples.SVG,
    "X.HTML": samples.PAGE,
    "x.pdf": samples.PAGE,
    "x.jpg": samples.PAGE,
    "x.html.gif": b"GIF89a/*<svg onload=alert(1)>*/=1;",
    "x": samples.PAGE,
}
FOLDERS = ("/media/", "/media/images/", "/media/original_images/", "/media/documents/", "/private/documents/")


@pytest.fixture(scope="module")
def proxy(running_product: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with before(running_product, tmp_path_factory.mktemp("nginx"), port) as started:
        yield started


@pytest.fixture
def organiser(visiting: Visiting) -> Iterator[Visitor]:
    with visiting(browser.DESKTOP) as visitor:
        sign_in(visitor, "naturalis")
        yield visitor


def upload(organiser: Visitor, kind: str, name: str, content: bytes) -> str:
    """By the CMS's own form, as its script sends it; the answer names what was made of it."""
    form = organiser.context.request.get(organiser.product.at(f"/cms/{kind}s/add/")).text()
    field = r'name="csrfmiddlewaretoken" value="(\w+)"'
    collection = re.search(r'name="collection" value="(\d+)"|<option value="(\d+)"', form)
    answer = organiser.context.request.post(
        organiser.product.at(f"/cms/{kind}s/add/"),
        headers={"Referer": organiser.product.url},
        multipart={
            "csrfmiddlewaretoken": re.search(field, form)[1],
            "title": f"Van {name}",
            "collection": next(filter(None, collection.groups())) if collection else "",
            "file": {"name": name, "mimeType": "application/pdf", "buffer": content},
        },
    )
    assert answer.status == 200
    return answer.text()


def offered(page: str, title: str) -> str:
    """The address under which the CMS's list offers a document."""
    row = page[page.index(title) :]
    return re.search(r'href="(/documents/\d+/[^"]+)"', row)[1]


def assert_harmless(answer: Answer) -> None:
    assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert answer.headers.get_all("Content-Security-Policy") == [SANDBOX]


def renditions(product: Product) -> list[Path]:
    return sorted((product.log.parent / "media" / "images").iterdir())


def test_a_picture_comes_straight_from_the_disk_and_can_do_nothing(proxy, running_product):
    for name in [path.name for path in renditions(running_product)][:20]:
        answer = ask(proxy.url, f"/media/images/{name}")
        assert answer.status == 200
        assert answer.headers["Content-Type"] in {"image/jpeg", "image/png", "image/webp"}
        assert_harmless(answer)
    name = renditions(running_product)[0].name
    assert ask(proxy.url, f"/media/images/{name}", "HEAD").status == 200
    assert ask(proxy.url, f"/media/images/{name}", headers={"Range": "bytes=0-9"}).status == 206


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["image", "document"])
def test_what_could_act_for_somebody_does_not_get_in(organiser, proxy, running_product, kind, name):
    upload(organiser, kind, name, HOSTILE[name])

    kept = [path for path in running_product.log.parent.rglob("*") if path.name in HOSTILE]
    assert kept == []
    for folder in FOLDERS:
        assert ask(proxy.url, folder + name).status == 404


def test_nothing_but_pictures_is_handed_out_whatever_lies_there(proxy, running_product):
    folder = running_product.log.parent / "media" / "images"
    for name, content in HOSTILE.items():
        (folder / name).write_bytes(content)
    statuses = {name: ask(proxy.url, f"/media/images/{name}").status for name in HOSTILE}
    disguised = ask(proxy.url, "/media/images/x.jpg")
    for name in HOSTILE:
        (folder / name).unlink()

    assert {status for name, status in statuses.items() if name != "x.jpg"} == {404}
    assert_harmless(disguised)
    assert disguised.headers["Content-Type"] == "image/jpeg"
    assert ask(proxy.url, "/media/images/").status == 404


@pytest.mark.parametrize(
    "path",
    ["a" * 300 + ".jpg", "%00.jpg", "%ff.jpg", "..%2f..%2fkennisstad.sqlite3", "../../kennisstad.sqlite3"],
)
def test_an_odd_address_is_not_there(proxy, path):
    assert ask(proxy.url, f"/media/images/{path}").status in {400, 404}


def test_a_document_is_for_keeping_and_only_for_those_who_may(organiser, proxy):
    name = "Programma.html"
    page = upload(organiser, "document", name, samples.PDF)
    address = offered(page, f"Van {name}")
    assert address.endswith("/Programma.pdf")

    assert ask(proxy.url, address).status == 404
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in organiser.context.cookies())
    answer = ask(proxy.url, address, headers={"Cookie": cookies})
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Programma.pdf"'
    assert_harmless(answer)


def test_the_log_knows_nobody_and_opens_nothing(proxy, guest: Guest, screen_name):
    links = re.findall(r"https?://[^/\s]+(/\S+)", text_of(guest.mail))
    visited = [
        *links,
        f"/t/{guest.code}.png",
        f"/agenda/?q={guest.email}",
        "/checkin/open/eyJhIjoxfQ:1tamper:bm90LWEtc2lnbmF0dXJl/",
        "/en/newsletter/unsubscribe/eyJhIjoxfQ:1tamper:bm90LWEtc2lnbmF0dXJl/",
        "/nieuwsbrief/bevestigen/eyJhIjoxfQ:1tamper:bm90LWEtc2lnbmF0dXJl/",
        "/noor.de.vries@example.org",
    ]
    for path in visited:
        ask(proxy.url, path, headers={"Referer": f"http://x/t/{guest.code}", "User-Agent": guest.email})
    log = proxy.logged(len(visited))

    assert log.count("\n") >= len(visited)
    secrets = [token for link in links for token in re.findall(r"[\w.:-]{16,}", link)]
    assert [secret for secret in (*secrets, *PERSONAL) if secret in log] == []
    assert {line.split()[2] for line in log.splitlines()} <= {"/*", *AREAS}


PERSONAL = ("127.0.0.1", "eyJ", "@", "noor", "?")
AREAS = {
    f"/{language}{area}/*"
    for language in ("", "en/")
    for area in [
        "account",
        "agenda",
        "checkin",
        "cms",
        "documents",
        "feeds",
        "media",
        "newsletter",
        "nieuwsbrief",
        "static",
        "t",
    ]
}
