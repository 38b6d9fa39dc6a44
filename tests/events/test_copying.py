import pytest
from django.test import Client

from events.models import OrganiserPage
from tests.factories.events import published_event
from tests.site.accounts.cast import administrator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("above", [1, 2])
def test_an_organiser_keeps_one_page(above: int, client: Client):
    """Neither alone nor as part of the agenda; asking is refused too."""
    page = published_event().page.get_ancestors().order_by("-depth")[above - 1]
    client.force_login(administrator())
    address = f"/cms/pages/{page.pk}/copy/"
    form = {"new_title": "Nog een", "new_slug": "nog-een", "new_parent_page": page.get_parent().pk}

    asked = client.get(address, follow=True)
    sent = client.post(address, form | {"copy_subpages": "on"}, follow=True)

    assert (asked.status_code, sent.status_code) == (200, 200)
    assert "één pagina" in sent.text
    assert OrganiserPage.objects.count() == 1


def test_an_event_is_copied(client: Client):
    page = published_event().page
    client.force_login(administrator())
    form = {"new_title": "Nog een", "new_slug": "nog-een", "new_parent_page": page.get_parent().pk}

    client.post(f"/cms/pages/{page.pk}/copy/", form)

    assert page.get_siblings().filter(slug="nog-een").exists()
