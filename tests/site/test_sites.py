import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from tests.factories.events import draft_page
from tests.site.accounts.partner_worlds import administrator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["[x", "[::1", "a b", "evil/path", "a@b", "x:80", "a\nb", "é"])
def test_what_is_no_host_name_is_refused_and_previews_go_on(typed: str, client: Client):
    page = draft_page()
    page.save_revision()
    site = Site.objects.get(is_default_site=True)
    client.force_login(administrator())
    address = reverse("wagtailsites:edit", args=[site.pk])
    form = {"port": 80, "root_page": site.root_page_id, "is_default_site": "on", "site_name": ""}

    client.post(address, form | {"hostname": typed})

    assert Site.objects.get(pk=site.pk).hostname == site.hostname
    assert client.get(f"/cms/pages/{page.pk}/view_draft/").status_code == 200
    client.post(address, form | {"hostname": "agenda.example.nl"})
    assert Site.objects.get(pk=site.pk).hostname == "agenda.example.nl"
