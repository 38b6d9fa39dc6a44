"""Lists in the CMS are searched, filtered and sorted at once."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.test import Client
from wagtail.models import Page

from tests.factories.events import published_event
from tests.site.accounts.partner_worlds import administrator

pytestmark = [pytest.mark.django_db, pytest.mark.touches_engine]

LISTS = ["/cms/pages/{parent}/", "/cms/images/", "/cms/documents/", "/cms/users/"]
ORDER = re.compile(r"[?&;]ordering=(-?\w+)")


class Filters(HTMLParser):
    """What a list may be narrowed by, each with a value that narrows it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and value:
            self.found.setdefault(self.select, value)
        elif tag == "input" and given.get("type") in {"checkbox", "radio"} and value:
            self.found[name] = value
        elif tag == "input" and given.get("type") in {"number", "text"}:
            self.found.setdefault(name, "1" if given["type"] == "number" else "2027-03-04")


def narrowed(page: str) -> Iterator[dict[str, str]]:
    yield from ({name: value} for name, value in Filters(page).found.items() if name not in {"", "q"})
    yield from ({"ordering": order} for order in dict.fromkeys(ORDER.findall(page)))


@pytest.mark.parametrize("address", LISTS)
def test_whatever_is_searched_may_also_be_filtered_and_sorted(address: str, client: Client):
    page = published_event().page
    client.force_login(administrator())
    path = address.format(parent=page.get_parent().pk)
    choices = list(narrowed(client.get(path, {"q": "e"}).text))

    answers = {urlencode(chosen): client.get(path, {"q": "e", **chosen}).status_code for chosen in choices}

    assert len(answers) > 2
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize(
    "typed", ['"', '"sterren"', 'a"b\\', '">;', "\u2028", " ", "'", "a:*", "AND", "x\x00y", "\ud800"]
)
def test_whatever_is_typed_can_be_searched(typed: str, client: Client):
    page = published_event().page
    client.force_login(administrator())
    paths = [f"/cms/pages/{page.get_parent().pk}/results/", "/cms/images/results/", "/cms/documents/results/"]

    query = urlencode({"q": typed}, errors="surrogatepass")

    assert [client.get(f"{path}?{query}").status_code for path in paths] == [200, 200, 200]


def test_words_between_quotation_marks_are_found():
    page = published_event(title="Sterren boven Leiden").page

    assert list(Page.objects.autocomplete('"sterren" leid')) == [page.page_ptr]
