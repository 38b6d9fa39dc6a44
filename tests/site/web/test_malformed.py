"""What cannot be read is refused with a page of ours, in the language of its address, and called what it is."""

from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.handlers.wsgi import WSGIRequest
from django.db import DataError
from django.test import Client
from wagtail.models import Page

from kennisstad.web.malformed import UNREADABLE, is_about_what_was_sent, with_readable_content_type
from tests.factories.events import agenda_page
from tests.factories.registrations import open_event, ticket
from tests.site.accounts.partner_worlds import Partner, administrator

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


def sent(path: str, body: bytes, content_type: str, client: Client | None = None) -> Any:
    """With the right secret of the form, so that it is the body that is read and refused."""
    client = client or Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get(path)
    token = client.cookies["csrftoken"].value
    return client.generic("POST", path, body, content_type=content_type, HTTP_X_CSRFTOKEN=token)


@pytest.mark.parametrize("name", ["UTF-8", "utf8", "UTF8", '"utf-8"'])
def test_a_form_in_utf_8_is_read_whatever_it_calls_it(name: str):
    response = sent("/en/newsletter/", "email=é".encode(), f"{FORM}; charset={name}")

    assert 'value="é"' in response.text


@pytest.mark.parametrize(
    ("content_type", "body", "status", "words"),
    [
        (f"{FORM}; charset=latin-1", b"email=\xe9", 400, "This request is not right"),
        (f"{FORM}; charset=utf-16", b"email=x", 400, "not in UTF-8"),
        (FORM, b"&".join([b"a=1"] * 3000), 413, "That was too much at once"),
        (FORM, b"a=" + b"x" * 3_000_000, 413, "That was too much at once"),
        ("multipart/form-data; boundary=", b"x", 400, "This request is not right"),
        (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="a"\r\n', 400, "not right yet"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(content_type: str, body: bytes, status: int, words: str):
    response = sent("/en/newsletter/", body, content_type)

    assert (response.status_code, response.headers["Content-Language"]) == (status, "en")
    assert '<html lang="en">' in response.text
    assert words in response.text


@pytest.mark.parametrize("path", ["/x%01y/", "/account/2fa/webauthn/keys/99999999999999999999/remove/"])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b"&".join([b"a=1"] * 3000)),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data", b""),
    ],
)
def test_what_is_not_there_need_not_be_read(path: str, content_type: str, body: bytes):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get("/nieuwsbrief/")
    token = client.cookies["csrftoken"].value

    response = client.generic("POST", path, body, content_type=content_type, HTTP_X_CSRFTOKEN=token)

    assert response.status_code == 404


@pytest.mark.parametrize(
    "path", ["/nieuwsbrief/", "/account/login/", "/checkin/", "/account/password/reset/"]
)
def test_any_form_refuses_another_encoding(path: str):
    client = Client(enforce_csrf_checks=True)
    client.get("/nieuwsbrief/")

    response = (
        sent(path, b"a=1", f"{FORM}; charset=latin-1", client)
        if path != "/checkin/"
        else client.generic("POST", path, b"a=1", content_type=f"{FORM}; charset=latin-1")
    )

    assert response.status_code == 400
    assert "Deze aanvraag klopt niet" in response.text


@pytest.mark.parametrize("charset", ["hex", "rot13", "idna", "unicode_escape", "utf-16", "latin-1", "\xe9"])
@pytest.mark.parametrize("kind", [FORM, "text/html"])
def test_a_kind_of_content_that_django_cannot_begin_to_read_still_makes_a_request(charset: str, kind: str):
    environ = Client()._base_environ(QUERY_STRING="q=%41", CONTENT_TYPE=f"{kind}; charset={charset}")
    made = with_readable_content_type(lambda environ, _start_response: WSGIRequest(environ))

    request = made(environ, None)

    assert (request.content_type, request.GET["q"]) == (UNREADABLE, "A")


@pytest.mark.parametrize(
    "path", ["/nieuws%00brief/", "/agenda/%1b/", f"/cms/pages/{'9' * 40}/", f"/t/{'%0a' * 4}"]
)
def test_an_address_with_what_no_address_holds_is_not_found(path: str):
    client = Client()
    client.force_login(administrator())

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_a_method_that_nothing_of_ours_knows_is_called_so(method: str):
    response = Client(enforce_csrf_checks=True).generic(method, "/en/newsletter/")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert "This does not work here" in response.text


def test_a_page_to_look_at_says_that_it_takes_no_forms():
    response = Client().post("/feeds/all.ics")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "Dat kan hier niet" in response.text


@pytest.mark.parametrize("next_one", ["1e3", "javascript:alert(1)", "http://[::1", "[]"])
@pytest.mark.parametrize("path", ["/account/login/", "/cms/documents/edit/{}/"])
def test_nowhere_is_no_place_to_go_afterwards(path: str, next_one: str):
    client = Client()
    partner = Partner("naturalis")
    if path.startswith("/cms/"):
        client.force_login(partner.user)

    response = client.post(path.format(partner.document.pk), {"next": next_one, "title": "x"})

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/t/NOPE?language=en", "en"),
        ("/t/NOPE", "nl"),
        ("/t/NOPE?language=xx", "nl"),
        ("/en/nope/", "en"),
    ],
)
def test_what_is_not_there_is_said_in_the_language_that_was_asked_for(path: str, language: str):
    response = Client().get(path)

    assert (response.status_code, response.headers["Content-Language"]) == (404, language)
    assert f'<html lang="{language}">' in response.text


@pytest.mark.parametrize("query", ["", "language=en&"])
def test_a_query_with_too_many_fields_is_refused_below_a_ticket_too(query: str):
    response = Client(raise_request_exception=False).get(f"/t/nonsense?{query}{'a&' * 1001}")

    assert (response.status_code, response.headers["Content-Language"]) == (413, "nl")


def test_a_form_sent_to_a_ticket_is_refused_in_the_tickets_language():
    address = f"/t/{ticket(open_event()).code}?language=en"

    response = Client(enforce_csrf_checks=True).post(address)

    assert (response.status_code, response.headers["Content-Language"]) == (403, "en")


@pytest.mark.parametrize(
    "path",
    [
        "/cms/images/chooser/chosen/x/",
        "/cms/locatie-kiezen/chosen/%20/",
        "/cms/newsletter_events/chosen/x/",
        "/cms/documents/chooser/chosen/1.5/",
        "/cms/workflows/edit/1/?p=0",
        "/cms/api/main/documents/find/?id=x",
    ],
)
def test_what_wagtail_takes_without_looking_is_no_fault_of_ours(path: str):
    client = Client()
    client.force_login(administrator())

    assert client.get(path).status_code in {400, 404}


@pytest.mark.parametrize("name", ["body-count", "programme_items-0-starts_at"])
def test_an_editor_that_comes_without_a_part_is_refused(name: str):
    client = Client()
    partner = Partner("naturalis")
    client.force_login(partner.user)

    assert client.post(f"/cms/pages/{partner.draft.pk}/edit/", {"title": "x"}).status_code == 400


def test_a_copy_below_a_page_that_is_not_there_is_refused(client: Client):
    page = open_event().page
    client.force_login(administrator())
    form = {"new_title": "x", "new_slug": "x", "new_parent_page": 987654}

    assert client.post(f"/cms/pages/{page.pk}/copy/", form).status_code == 400


def test_a_fault_of_our_own_is_not_called_a_malformed_request():
    assert not is_about_what_was_sent(ValueError("The mailing's gaps are not where they should be."))
    assert not is_about_what_was_sent(KeyError("a name in our own code"))
    assert is_about_what_was_sent(DataError("integer out of range"))


def test_a_row_that_we_miss_ourselves_is_a_fault():
    with pytest.raises(ObjectDoesNotExist) as fault:
        Page.objects.get(pk=0)

    assert not is_about_what_was_sent(fault.value)


def test_deleting_what_only_the_database_knows_to_be_in_use_says_where():
    partner = Partner("naturalis")
    client = Client()
    client.force_login(administrator())
    agenda_page()

    response = client.post(f"/cms/groups/delete/{partner.organisation.group_id}/", follow=True)

    assert "het wordt nog gebruikt: 1 organisatie." in response.text
    assert partner.user.groups.exists()


@pytest.mark.parametrize("address", ["organisaties/delete/{0.pk}/", "collections/{0.collection_id}/delete/"])
def test_an_organisation_at_work_stays(address: str):
    partner = Partner("naturalis")
    client = Client()
    client.force_login(administrator())

    assert client.post(f"/cms/{address.format(partner.organisation)}").status_code in {302, 403}
    partner.organisation.refresh_from_db()
