"""What the lists of the CMS offer for several rows at once."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.site.accounts.partner_worlds import Partner, editor

pytestmark = pytest.mark.django_db


def offered_for_several(client: Client, pages: str) -> list[str]:
    """What the list of pages offers for those that are ticked, by its addresses."""
    buttons = BeautifulSoup(client.get(pages).text, "html.parser").select("[data-bulk-action-button]")
    return sorted(str(button["href"]).split("/")[-2] for button in buttons)


@pytest.mark.parametrize("address", ["/cms/pages/{}/", "/cms/pages/search/?q=naturalis"])
def test_an_organiser_is_offered_nothing_for_several_pages_that_would_be_refused(
    client: Client, address: str
):
    partner = Partner("naturalis")
    pages = address.format(partner.page.pk)

    client.force_login(partner.user)
    offered = offered_for_several(client, pages)
    assert offered == ["delete", "publish", "unpublish"]
    for action in offered:
        chosen = f"/cms/bulk/wagtailcore/page/{action}/?id={partner.draft.pk}"
        assert client.get(chosen).status_code == 200
    client.force_login(editor())
    assert offered_for_several(client, pages) == ["delete", "move", "publish", "unpublish"]


def test_an_organiser_is_still_offered_what_they_may_do_with_several_pictures(client: Client):
    client.force_login(Partner("naturalis").user)

    assert offered_for_several(client, "/cms/images/") == ["add_tags", "add_to_collection", "delete"]
