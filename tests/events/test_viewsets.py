"""The lists of words that editors keep."""

from collections.abc import Callable

import pytest
from django.db.models import Model
from django.test import Client

from events.models import Audience, Event, EventPage, EventType, Municipality, PolicyTrack, Series, Theme
from tests.factories.events import (
    MunicipalityFactory,
    SeriesFactory,
    ThemeFactory,
    draft_page,
    published_page,
)
from tests.site.accounts.partner_worlds import administrator, editor

pytestmark = pytest.mark.django_db

LISTS = {
    "themas": Theme,
    "doelgroepen": Audience,
    "beleidslijnen": PolicyTrack,
    "soorten": EventType,
    "reeksen": Series,
    "gemeenten": Municipality,
}


def everything_used(make: Callable[..., EventPage]) -> EventPage:
    audience = Audience.objects.create(name="Ouders", slug="ouders")
    track = PolicyTrack.objects.create(name="Gezond", slug="gezond", framework="Plan")
    return make(
        audiences=[audience],
        policy_tracks=[track],
        themes=[ThemeFactory()],
        series=SeriesFactory(),
        venue=None,
        municipality=MunicipalityFactory(),
    )


def delete(client: Client, name: str, term: Model):
    return client.post(f"/cms/{name}/delete/{term.pk}/", follow=True)


@pytest.mark.parametrize("who", [editor, administrator])
@pytest.mark.parametrize("make", [draft_page, published_page])
def test_what_an_event_uses_is_not_deleted(client: Client, who, make):
    client.force_login(who())
    everything_used(make)

    for name, model in LISTS.items():
        term = model.objects.get()
        response = delete(client, name, term)
        assert response.redirect_chain == [(f"/cms/{name}/", 302)]
        assert str(term) in "".join(map(str, response.context["messages"]))
        assert model.objects.filter(pk=term.pk).exists()


def test_neither_is_what_only_the_facts_remember(client: Client):
    client.force_login(editor())
    everything_used(published_page).delete()

    delete(client, "themas", Theme.objects.get())

    assert Event.objects.get().themes.count() == 1


def test_what_nobody_uses_may_go(client: Client):
    client.force_login(editor())
    for name, model in LISTS.items():
        term = model.objects.create(name="Los", slug="los")
        delete(client, name, term)
        assert not model.objects.exists()


@pytest.mark.parametrize("name", ["theme", "audience", "policytrack"])
def test_there_is_no_other_road(client: Client, name: str):
    client.force_login(administrator())
    ThemeFactory(pk=1)

    assert client.post(f"/cms/bulk/events/{name}/delete/?id=1").status_code == 404
