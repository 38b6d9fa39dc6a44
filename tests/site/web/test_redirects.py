"""An editor takes in a list of old addresses, once, or hears why not."""

import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from tests.factories.events import agenda_page
from tests.site.accounts.partner_worlds import Partner, editor

pytestmark = pytest.mark.django_db

IMPORT = "/cms/redirects/import/"
COLUMNS = {"from_index": "0", "to_index": "1", "permanent": "on"}


@pytest.fixture
def desk(client: Client) -> Client:
    agenda_page()
    client.force_login(editor())
    return client


def chosen(desk: Client, lines: str) -> dict[str, str]:
    """What the form to confirm with holds."""
    page = desk.post(IMPORT, {"import_file": ContentFile(lines.encode(), "oud.csv")}).text
    return COLUMNS | dict(re.findall(r'type="hidden" name="(i\w+)" value="([^"]+)"', page))


def test_a_second_press_of_the_button_takes_nothing_in_again(desk: Client):
    form = chosen(desk, "van,naar\n/oud,https://example.org/nieuw\n")
    assert desk.post(f"{IMPORT}process/", form).url == "/cms/redirects/"

    again = desk.post(f"{IMPORT}process/", form, follow=True)

    assert again.redirect_chain == [(IMPORT, 302)]
    assert "Kies hem opnieuw" in again.text
    assert [row.old_path for row in Redirect.objects.all()] == ["/oud"]


def test_of_a_list_with_a_line_that_lacks_an_address_nothing_is_taken_in(desk: Client):
    form = chosen(desk, "van,naar\n/oud,https://example.org/nieuw\n/half\n")

    answer = desk.post(f"{IMPORT}process/", form, follow=True)

    assert answer.redirect_chain == [(IMPORT, 302)]
    assert not Redirect.objects.exists()


def test_it_stays_closed_to_organisers(client: Client):
    client.force_login(Partner("naturalis").user)

    assert client.post(f"{IMPORT}process/", COLUMNS).status_code in {302, 403}
