"""What went out is kept, whoever wants it gone and by whichever road."""

import pytest
from django.http import HttpResponse
from django.test import Client

from newsletter.models import IssuePage, NewsletterPage
from tests.factories.newsletter import SubscriberFactory, approved_mailing, draft_issue
from tests.site.accounts.partner_worlds import administrator, editor

pytestmark = pytest.mark.django_db

ONE, MANY = "/cms/pages/{}/delete/", "/cms/bulk/wagtailcore/page/delete/?id={}"
CERTAIN = {"confirm_site_name": "Kennisstad"}


@pytest.fixture
def sent() -> IssuePage:
    SubscriberFactory()
    return approved_mailing(draft_issue(title="Wat uitging")).issue


def delete(client: Client, address: str, pk: int) -> HttpResponse:
    return client.post(address.format(pk), CERTAIN, follow=True)


@pytest.mark.parametrize("who", [editor, administrator])
@pytest.mark.parametrize("address", [ONE, MANY])
@pytest.mark.parametrize("depth", [2, 3, 4])
def test_what_was_sent_is_kept_and_so_is_what_stands_above_it(
    client: Client, sent: IssuePage, who, address: str, depth: int
):
    client.force_login(who())
    page = sent.get_ancestors(inclusive=True).get(depth=depth)

    response = delete(client, address, page.pk)

    assert response.status_code == 200
    assert "Wat uitging" in "".join(map(str, response.context["messages"]))
    assert IssuePage.objects.filter(pk=sent.pk).exists()


@pytest.mark.parametrize("address", [ONE, MANY])
def test_a_draft_may_go(client: Client, sent: IssuePage, address: str):
    client.force_login(editor())
    draft = draft_issue()

    delete(client, address, draft.pk)

    assert list(IssuePage.objects.all()) == [sent]


def test_so_may_a_newsletter_that_sent_nothing(client: Client):
    client.force_login(administrator())
    newsletter = draft_issue().get_parent()

    delete(client, ONE, newsletter.pk)

    assert not NewsletterPage.objects.exists()
