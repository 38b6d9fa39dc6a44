"""Each address of the CMS, asked by each kind of person: what one partner keeps, another never reads or changes."""

import logging
import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.test import Client
from wagtail.images.models import Image
from wagtail.models import UploadedFile

from kennisstad.accounts import cms_allowlist, partners
from kennisstad.accounts.models import User
from tests.site.accounts.partner_worlds import (
    NO_SUCH_NUMBER,
    Partner,
    addresses,
    administrator,
    editor,
    leaking_queries,
    picture,
)

pytestmark = pytest.mark.django_db

PUBLIC = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
ELSEWHERE = {"wagtailadmin_error_test", "wagtailadmin_logout"}
CHANGING = re.compile(r"csrf\w*\W+\w+\W+\w+|nonce=\S+")
CALLS = re.compile(
    r"""(?:\b(?:src|srcset|action)|<link[^>]+href)=["'](?:https?:)?//(?!testserver|127\.0\.0\.1)[^"']+"""
    r"""|gravatar\.com|releases\.wagtail\.org"""
)


@pytest.fixture
def ours() -> Partner:
    return Partner("naturalis")


@pytest.fixture
def theirs(ours: Partner) -> Partner:
    return Partner("lumc")


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A thousand refusals need no thousand log entries."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def everything(victim: Partner) -> Iterator[str]:
    yield from (address for name, address in addresses(victim) if name != "wagtailadmin_logout")
    yield from leaking_queries(victim)


def read(response: HttpResponse) -> str:
    return b"".join(response).decode(errors="replace") + str(response.headers)


def told(client: Client, victim: Partner) -> Iterator[str]:
    """Where a secret of the victim could be read, or where the product broke."""
    for address in everything(victim):
        for method in (client.get, client.post):
            response = method(address)
            if response.status_code >= 500:
                yield f"{method.__name__} {address}: {response.status_code}"
            if victim.secret in read(response):
                yield f"{method.__name__} {address}: tells"


def test_an_organiser_never_reads_or_changes_what_another_partner_keeps(ours: Partner, theirs: Partner):
    before = theirs.snapshot()

    assert list(told(signed_in(ours.user), theirs)) == []
    assert theirs.snapshot() == before


def test_the_gate_is_what_keeps_it_quiet(ours: Partner, theirs: Partner, monkeypatch: pytest.MonkeyPatch):
    """The control: Wagtail alone tells the titles of another partner's drafts."""
    monkeypatch.setattr(cms_allowlist, "_needs_no_check", lambda _request: True)
    client = signed_in(ours.user)

    for address in (
        f"/cms/choose-page/chosen-multiple/?id={theirs.draft.pk}",
        f"/cms/bulk/wagtailcore/page/delete/?id={theirs.draft.pk}",
        "/cms/api/main/images/",
        "/cms/reports/page-types-usage/",
    ):
        assert (address, theirs.secret in read(client.get(address))) == (address, True)


def test_a_visitor_is_sent_to_the_one_door(theirs: Partner):
    before = theirs.snapshot()
    client = Client()

    for name, address in addresses(theirs):
        if name not in PUBLIC | ELSEWHERE:
            response = client.get(address)
            assert (address, response.status_code) == (address, 302)
            assert response.url.startswith("/account/")
    assert theirs.snapshot() == before


@pytest.mark.parametrize("who", [editor, administrator])
def test_no_page_of_the_cms_breaks_or_calls_another_host(who: Callable[[], User], theirs: Partner):
    client = signed_in(who())

    assert [problem for address in everything(theirs) for problem in faults(client, address)] == []


def faults(client: Client, address: str) -> Iterator[str]:
    response = client.get(address)
    page = read(response)
    if response.status_code >= 500:
        yield f"{address}: {response.status_code}"
    yield from (f"{address}: {found}" for found in CALLS.findall(page))


def test_an_organiser_finds_what_is_theirs(ours: Partner, theirs: Partner):
    client = signed_in(ours.user)
    places = (
        "/cms/",
        "/cms/evenementen/?which=drafts",
        f"/cms/pages/{ours.page.pk}/",
        f"/cms/pages/{ours.draft.pk}/edit/",
        f"/cms/pages/{ours.draft.pk}/history/",
        "/cms/pages/search/?q=Geheim",
        f"/cms/choose-page/{ours.page.pk}/",
        "/cms/choose-page/search/?q=Geheim",
        "/cms/locaties/",
        "/cms/sprekers/",
        "/cms/locatie-kiezen/",
        "/cms/spreker-kiezen/",
        "/cms/images/",
        "/cms/images/chooser/",
        "/cms/documents/chooser/",
    )

    for address in places:
        page = read(client.get(address))
        assert (address, ours.secret in page, theirs.secret in page) == (address, True, False)


MEDIA = (
    "images/{image}/",
    "images/{image}/delete/",
    "images/usage/{image}/",
    "images/multiple/{image}/",
    "images/multiple/{image}/delete/",
    "images/multiple/create_from_uploaded_image/{upload}/",
    "images/multiple/delete_upload/{upload}/",
    "images/chooser/chosen/{image}/",
    "images/chooser/chosen-multiple/?id={image}",
    "images/chooser/{image}/select_format/",
    "documents/edit/{document}/",
    "documents/delete/{document}/",
    "documents/usage/{document}/",
    "documents/multiple/{document}/",
    "documents/multiple/{document}/delete/",
    "documents/multiple/create_from_uploaded_document/{upload}/",
    "documents/multiple/delete_upload/{upload}/",
    "documents/chooser/chosen/{document}/",
    "documents/chooser/chosen-multiple/?id={document}",
)


def test_a_foreign_picture_or_document_looks_like_one_that_does_not_exist(
    ours: Partner, theirs: Partner, subtests: pytest.Subtests
):
    client = signed_in(ours.user)
    upload = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(Image), uploaded_by_user=theirs.user, file="x.png"
    )
    foreign = {"image": theirs.image.pk, "document": theirs.document.pk, "upload": upload.pk}
    missing = dict.fromkeys(foreign, NO_SUCH_NUMBER)

    for address in MEDIA:
        for method in (client.get, client.post):
            with subtests.test(address, method=method.__name__):
                answers = [method(f"/cms/{address}".format(**rows)) for rows in (foreign, missing)]
                assert answers[0].status_code == answers[1].status_code
                assert said(answers[0]) == said(answers[1])


def said(response: HttpResponse) -> str:
    """Without what differs in every answer."""
    text = CHANGING.sub("", response.content.decode())
    for asked in (response.request["PATH_INFO"], response.request["QUERY_STRING"]):
        text = text.replace(asked, "") if asked else text
    return text + response.headers.get("Location", "")


def test_a_shared_picture_is_chosen_but_not_changed(ours: Partner):
    shared = Image.objects.create(title="Gedeeld", file=picture(), collection=partners.shared_pictures())
    client = signed_in(ours.user)

    assert client.get(f"/cms/images/chooser/chosen/{shared.pk}/").status_code == 200
    assert client.get(f"/cms/images/{shared.pk}/").status_code == 302


ROLES = ("visitor", "ours", "theirs", "editor", "administrator")
MATRIX = {
    "/cms/": (302, 200, 200, 200, 200),
    "/cms/evenementen/": (302, 200, 200, 200, 200),
    "/cms/evenementen/nieuw/": (302, 200, 200, 200, 200),
    "/cms/help/": (302, 200, 200, 200, 200),
    "/cms/mail/": (302, 404, 404, 200, 200),
    "/cms/account/": (302, 200, 200, 200, 200),
    "/cms/pages/{page}/": (302, 200, 404, 200, 200),
    "/cms/pages/{draft}/edit/": (302, 200, 404, 200, 200),
    "/cms/pages/{draft}/view_draft/": (302, 200, 404, 200, 200),
    "/cms/pages/{draft}/history/": (302, 200, 404, 200, 200),
    "/cms/pages/{draft}/usage/": (302, 200, 404, 200, 200),
    "/cms/pages/{draft}/revisions/compare/earliest...latest/": (302, 200, 404, 200, 200),
    "/cms/pages/{draft}/copy/": (302, 200, 404, 200, 200),
    "/cms/pages/{draft}/delete/": (302, 200, 404, 200, 200),
    "/cms/pages/{draft}/move/": (302, 403, 403, 200, 200),
    "/cms/pages/{draft}/privacy/": (302, 403, 403, 200, 200),
    "/cms/pages/add/events/eventpage/{page}/": (302, 200, 404, 200, 200),
    "/cms/bulk/wagtailcore/page/delete/?id={draft}": (302, 200, 404, 200, 200),
    "/cms/bulk/wagtailcore/page/delete/?id=all": (302, 403, 403, 200, 200),
    "/cms/choose-page/{page}/": (302, 200, 404, 200, 200),
    "/cms/images/{image}/": (302, 200, 404, 200, 200),
    "/cms/images/chooser/chosen/{image}/": (302, 200, 404, 200, 200),
    "/cms/images/usage/{image}/": (302, 200, 404, 200, 200),
    "/cms/images/{image}/delete/": (302, 200, 404, 200, 200),
    "/cms/images/chooser/{image}/select_format/": (302, 200, 404, 200, 200),
    "/cms/documents/edit/{document}/": (302, 200, 404, 200, 200),
    "/cms/documents/delete/{document}/": (302, 200, 404, 200, 200),
    "/cms/documents/usage/{document}/": (302, 200, 404, 200, 200),
    "/cms/documents/chooser/chosen/{document}/": (302, 200, 404, 200, 200),
    "/cms/locaties/edit/{venue}/": (302, 200, 404, 200, 200),
    "/cms/locaties/usage/{venue}/": (302, 200, 404, 200, 200),
    "/cms/locaties/history/{venue}/": (302, 200, 404, 200, 200),
    "/cms/locatie-kiezen/chosen/{venue}/": (302, 200, 404, 200, 200),
    "/cms/sprekers/edit/{person}/": (302, 200, 404, 200, 200),
    "/cms/sprekers/delete/{person}/": (302, 200, 404, 200, 200),
    "/cms/spreker-kiezen/chosen/{person}/": (302, 200, 404, 200, 200),
    "/cms/themas/": (302, 302, 302, 200, 200),
    "/cms/organisaties/": (302, 302, 302, 302, 200),
    "/cms/reports/site-history/": (302, 403, 403, 200, 200),
    "/cms/reports/aging-pages/": (302, 403, 403, 200, 200),
    "/cms/reports/locked/": (302, 403, 403, 200, 200),
    "/cms/reports/workflow/": (302, 403, 403, 200, 200),
    "/cms/reports/page-types-usage/": (302, 403, 403, 200, 200),
    "/cms/pages/usage/events/eventpage/": (302, 403, 403, 200, 200),
    "/cms/api/main/pages/": (302, 403, 403, 200, 200),
    "/cms/api/main/images/": (302, 403, 403, 200, 200),
    "/cms/users/": (302, 403, 403, 302, 200),
    "/cms/groups/": (302, 403, 403, 302, 200),
    "/cms/collections/": (302, 403, 403, 302, 200),
    "/cms/redirects/": (302, 403, 403, 200, 200),
    "/cms/no-such-page/": (302, 404, 404, 404, 404),
}


def test_who_may_open_what(ours: Partner, theirs: Partner, subtests: pytest.Subtests):
    people = {"visitor": Client(), "ours": signed_in(ours.user), "theirs": signed_in(theirs.user)}
    people |= {"editor": signed_in(editor()), "administrator": signed_in(administrator())}
    rows = {
        name: getattr(ours, name).pk for name in ("page", "draft", "image", "document", "venue", "person")
    }

    for address, expected in MATRIX.items():
        with subtests.test(address):
            answers = tuple(people[role].get(address.format(**rows)).status_code for role in ROLES)
            assert answers == expected
