"""Made-up requests: what a form does not offer, it does not take or show either."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from events.models import Event, EventPage, Person, Venue
from kennisstad.accounts import partners
from tests.factories.accounts import OrganisationFactory
from tests.factories.events import MunicipalityFactory, ThemeFactory, published_page
from tests.site.accounts.partner_worlds import NO_SUCH_NUMBER, Partner, editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(own_partner: Partner) -> Partner:
    return Partner("lumc")


@pytest.fixture
def organiser(client: Client, own_partner: Partner) -> Client:
    client.force_login(own_partner.user)
    return client


def answers(partner: Partner, **changes: Any) -> dict[str, Any]:
    """What the editor of an event sends."""
    page = partner.draft
    nothing = inline_formset([])
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "event_type": page.event_type_id,
            "starts_at": "2027-03-11 19:30",
            "ends_at": "2027-03-11 21:30",
            "mode": "onsite",
            "venue": partner.venue.pk,
            "themes": ThemeFactory().pk,
            "spoken_language": "nl",
            "status": "scheduled",
            "programme_items": nothing,
            "outcomes": nothing,
            "body": streamfield([]),
            "body_en": streamfield([]),
            "look_back": streamfield([]),
            "look_back_en": streamfield([]),
        }
        | changes
    )


def part_with(person: Person) -> dict[str, Any]:
    times = {"starts_at": "2027-03-11 19:30", "ends_at": "2027-03-11 20:00"}
    return inline_formset(
        [{"title": "Opening", **times, "speakers": inline_formset([{"person": person.pk}])}]
    )


def save(client: Client, partner: Partner, **changes: Any) -> tuple[str, EventPage]:
    response = client.post(f"/cms/pages/{partner.draft.pk}/edit/", answers(partner, **changes), follow=True)
    page = EventPage.objects.get(pk=partner.draft.pk).get_latest_revision_as_object()
    return response.text, page


def test_an_organiser_saves_what_is_theirs(organiser: Client, own_partner: Partner):
    body = streamfield(
        [("image", image_block(own_partner)), ("text", rich_text(f"<p>{link_to(own_partner)}</p>"))]
    )
    _shown, page = save(
        organiser,
        own_partner,
        summary="Nieuw",
        cover=own_partner.image.pk,
        programme_items=part_with(own_partner.person),
        body=body,
    )

    assert (page.summary, page.venue, page.cover) == ("Nieuw", own_partner.venue, own_partner.image)
    assert [speaker.person for item in page.programme_items.all() for speaker in item.speakers.all()] == [
        own_partner.person
    ]
    assert [block.block_type for block in page.body] == ["image", "text"]


def image_block(partner: Partner) -> dict[str, Any]:
    return {"image": partner.image.pk, "alt_text": "Een foto", "decorative": ""}


def link_to(partner: Partner) -> str:
    return f'<a linktype="page" id="{partner.draft.pk}">lees</a>'


def test_another_partners_venue_is_neither_saved_nor_shown(
    organiser: Client, own_partner: Partner, theirs: Partner
):
    shown, page = save(organiser, own_partner, summary="", venue=theirs.venue.pk)

    assert theirs.secret not in shown
    assert page.venue != theirs.venue


def test_another_partners_picture_is_neither_saved_nor_shown(
    organiser: Client, own_partner: Partner, theirs: Partner
):
    shown, page = save(organiser, own_partner, cover=theirs.image.pk)

    assert theirs.secret not in shown
    assert page.cover is None


def test_another_partners_speaker_is_neither_saved_nor_shown(
    organiser: Client, own_partner: Partner, theirs: Partner
):
    shown, page = save(organiser, own_partner, programme_items=part_with(theirs.person))

    assert theirs.secret not in shown
    assert page.programme_items.count() == 0


def offer_of(partner: Partner) -> str:
    return f'<a linktype="document" id="{partner.document.pk}">lees</a>'


def test_an_organiser_offers_a_document_of_their_own(organiser: Client, own_partner: Partner):
    body = streamfield([("text", rich_text(f"<p>{offer_of(own_partner)}</p>"))])
    _shown, page = save(organiser, own_partner, body=body)

    assert f'href="{own_partner.document.url}"' in str(page.body)


def test_another_partners_picture_is_as_one_that_does_not_exist(
    organiser: Client, own_partner: Partner, theirs: Partner
):
    foreign, none = image_block(theirs), image_block(theirs) | {"image": NO_SUCH_NUMBER}
    shown, page = save(organiser, own_partner, summary="Nieuw", body=streamfield([("image", foreign)]))
    unknown, _page = save(organiser, own_partner, summary="Nieuw", body=streamfield([("image", none)]))

    assert theirs.secret not in shown
    assert f"images/{theirs.image.pk}/" not in shown
    assert data_of("body", shown) == data_of("body", unknown)
    assert [block.value for block in page.body] == [None]


def data_of(name: str, shown: str) -> str:
    """The value and the error that the editor shows in a field of blocks."""
    found = re.search(
        rf'<div id="{name}" data-block.*?data-w-block-arguments-value="(.*?)"', shown, re.DOTALL
    )
    assert found
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", found[1])


@pytest.mark.parametrize("broken", [False, True])
def test_a_link_to_another_partners_page_leads_nowhere_and_keeps_its_words(
    organiser: Client, own_partner: Partner, theirs: Partner, broken: bool
):
    """Saved or shown once more because something else was wrong."""
    for link in (link_to(theirs), offer_of(theirs), f'<a linktype="page" id="{NO_SUCH_NUMBER}">lees</a>'):
        text = rich_text(f"<p>{link}</p>")
        change = {"title": ""} if broken else {"summary": "Nieuw"}
        shown, page = save(organiser, own_partner, body=streamfield([("text", text)]), **change)

        assert theirs.draft.slug not in shown
        assert "lees" in data_of("body", shown)
        assert [block.value.source for block in page.body if "linktype" in block.value.source] == []


def test_a_preview_shows_no_picture_of_another_partner(
    organiser: Client, own_partner: Partner, theirs: Partner
):
    sent = answers(own_partner, body=streamfield([("image", image_block(theirs))]))
    address = f"/cms/pages/{own_partner.draft.pk}/edit/preview/"

    organiser.post(address, sent)
    shown = organiser.get(address)

    assert shown.status_code == 200
    assert own_partner.draft.title in shown.text
    assert theirs.secret not in shown.text


def test_what_an_editor_put_in_may_stay(organiser: Client, own_partner: Partner, theirs: Partner):
    page = own_partner.draft
    page.body = [("text", RichText(f"<p>{link_to(theirs)}</p>"))]
    page.venue = theirs.venue
    page.save()
    page.save_revision()

    _shown, saved = save(
        organiser,
        own_partner,
        summary="Nieuw",
        venue=theirs.venue.pk,
        body=streamfield([("text", rich_text(f"<p>{link_to(theirs)}</p>"))]),
    )

    assert (saved.summary, saved.venue, len(saved.body)) == ("Nieuw", theirs.venue, 1)


def test_a_page_is_not_copied_to_another_partner(organiser: Client, own_partner: Partner, theirs: Partner):
    before = theirs.snapshot()
    response = organiser.post(
        f"/cms/pages/{own_partner.draft.pk}/copy/",
        {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": theirs.page.pk},
    )

    assert response.status_code == 404
    assert theirs.snapshot() == before


def test_a_typed_address_does_not_tell_whose_draft_it_is(organiser: Client, theirs: Partner):
    response = organiser.post(
        "/cms/choose-external-link/",
        {"external-link-chooser-url": theirs.live.url, "external-link-chooser-link_text": "lees"},
    )

    assert json.loads(response.content)["step"] == "external_link_chosen"
    assert theirs.secret not in response.text


def test_a_new_speaker_belongs_to_the_organisation_of_who_adds_it(
    organiser: Client, own_partner: Partner, theirs: Partner
):
    organiser.post(
        "/cms/spreker-kiezen/create/", {"name": "Ada Voorbeeld", "organisation": theirs.organisation.pk}
    )

    assert Person.objects.get(name="Ada Voorbeeld").organisation == own_partner.organisation


def test_who_works_for_two_organisations_says_for_which(
    client: Client, own_partner: Partner, theirs: Partner
):
    second = OrganisationFactory(slug="hortus")
    partners.join(own_partner.user, second)
    client.force_login(own_partner.user)

    client.post("/cms/sprekers/new/", {"name": "Ada Voorbeeld", "organisation": theirs.organisation.pk})
    assert not Person.objects.filter(name="Ada Voorbeeld").exists()

    client.post("/cms/sprekers/new/", {"name": "Ada Voorbeeld", "organisation": second.pk})
    assert Person.objects.get(name="Ada Voorbeeld").organisation == second


def test_only_an_editor_makes_a_venue_for_everybody(organiser: Client, own_partner: Partner):
    town = MunicipalityFactory()
    organiser.post("/cms/locaties/new/", {"name": "Eigen zaal", "municipality": town.pk})
    assert Venue.objects.get(name="Eigen zaal").organisation == own_partner.organisation

    organiser.force_login(editor())
    organiser.post("/cms/locaties/new/", {"name": "Ieders zaal", "municipality": town.pk})
    assert Venue.objects.get(name="Ieders zaal").organisation is None


def test_a_shared_venue_is_for_all_to_choose_and_for_editors_to_keep(organiser: Client, own_partner: Partner):
    shared = Venue.objects.create(name="Ieders zaal", municipality=MunicipalityFactory())

    assert "Ieders zaal" in organiser.get("/cms/locatie-kiezen/").text
    assert organiser.get(f"/cms/locaties/edit/{shared.pk}/").status_code == 404


@pytest.mark.parametrize(("tells", "news"), [({"tells": "on"}, 2), ({}, 0)])
def test_who_corrects_a_venue_says_whether_it_is_news(
    organiser_client: Client, own_partner: Partner, tells: dict[str, str], news: int
):
    page = published_page(own_partner.page, venue=own_partner.venue)
    shown = organiser_client.get(f"/cms/locaties/edit/{own_partner.venue.pk}/")
    assert "Mail wie zich heeft aangemeld" in shown.text
    town = own_partner.venue.municipality_id

    organiser_client.post(
        f"/cms/locaties/edit/{own_partner.venue.pk}/", {"name": "Pieterskerk", "municipality": town} | tells
    )

    event = Event.objects.get(page=page)
    assert (event.venue.name, event.version, event.news_version) == ("Pieterskerk", 2, news)


def test_a_new_venue_is_no_news_to_anybody(organiser_client: Client):
    assert "Mail wie zich heeft aangemeld" not in organiser_client.get("/cms/locaties/new/").text
