"""Made-up requests: what a form does not offer, it does not take or show either."""

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from events.models import EventPage, Person, Venue
from kennisstad.accounts import partners
from tests.factories.accounts import OrganisationFactory
from tests.factories.events import MunicipalityFactory, ThemeFactory
from tests.site.accounts.cast import Partner, editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Partner:
    return Partner("naturalis")


@pytest.fixture
def theirs(ours: Partner) -> Partner:
    return Partner("lumc")


@pytest.fixture
def organiser(client: Client, ours: Partner) -> Client:
    client.force_login(ours.user)
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


def test_an_organiser_saves_what_is_theirs(organiser: Client, ours: Partner):
    body = streamfield([("image", image_block(ours)), ("text", rich_text(f"<p>{link_to(ours)}</p>"))])
    _shown, page = save(
        organiser,
        ours,
        summary="Nieuw",
        cover=ours.image.pk,
        programme_items=part_with(ours.person),
        body=body,
    )

    assert (page.summary, page.venue, page.cover) == ("Nieuw", ours.venue, ours.image)
    assert [speaker.person for item in page.programme_items.all() for speaker in item.speakers.all()] == [
        ours.person
    ]
    assert [block.block_type for block in page.body] == ["image", "text"]


def image_block(partner: Partner) -> dict[str, Any]:
    return {"image": partner.image.pk, "alt_text": "Een foto", "decorative": ""}


def link_to(partner: Partner) -> str:
    return f'<a linktype="page" id="{partner.draft.pk}">lees</a>'


def test_another_partners_venue_is_neither_saved_nor_shown(organiser: Client, ours: Partner, theirs: Partner):
    shown, page = save(organiser, ours, summary="", venue=theirs.venue.pk)

    assert theirs.secret not in shown
    assert page.venue != theirs.venue


def test_another_partners_picture_is_neither_saved_nor_shown(
    organiser: Client, ours: Partner, theirs: Partner
):
    shown, page = save(organiser, ours, cover=theirs.image.pk)

    assert theirs.secret not in shown
    assert page.cover is None


def test_another_partners_speaker_is_neither_saved_nor_shown(
    organiser: Client, ours: Partner, theirs: Partner
):
    shown, page = save(organiser, ours, programme_items=part_with(theirs.person))

    assert theirs.secret not in shown
    assert page.programme_items.count() == 0


def offer_of(partner: Partner) -> str:
    return f'<a linktype="document" id="{partner.document.pk}">programma</a>'


def test_an_organiser_offers_a_document_of_their_own(organiser: Client, ours: Partner):
    body = streamfield([("text", rich_text(f"<p>{offer_of(ours)}</p>"))])
    _shown, page = save(organiser, ours, body=body)

    assert f'href="{ours.document.url}"' in str(page.body)


@pytest.mark.parametrize("kind", ["image", "page", "document"])
def test_another_partners_picture_page_or_document_stays_out_of_the_text(
    kind: str, organiser: Client, ours: Partner, theirs: Partner
):
    block = {
        "image": ("image", image_block(theirs)),
        "page": ("text", rich_text(f"<p>{link_to(theirs)}</p>")),
        "document": ("text", rich_text(f"<p>{offer_of(theirs)}</p>")),
    }[kind]
    shown, page = save(organiser, ours, summary="Nieuw", body=streamfield([block]))

    assert "andere organisatie" in shown or "another organisation" in shown
    assert (page.summary, len(page.body)) != ("Nieuw", 1)


def test_what_an_editor_put_in_may_stay(organiser: Client, ours: Partner, theirs: Partner):
    page = ours.draft
    page.body = [("text", RichText(f"<p>{link_to(theirs)}</p>"))]
    page.venue = theirs.venue
    page.save()
    page.save_revision()

    _shown, saved = save(
        organiser,
        ours,
        summary="Nieuw",
        venue=theirs.venue.pk,
        body=streamfield([("text", rich_text(f"<p>{link_to(theirs)}</p>"))]),
    )

    assert (saved.summary, saved.venue, len(saved.body)) == ("Nieuw", theirs.venue, 1)


def test_a_page_is_not_copied_to_another_partner(organiser: Client, ours: Partner, theirs: Partner):
    before = theirs.snapshot()
    response = organiser.post(
        f"/cms/pages/{ours.draft.pk}/copy/",
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
    organiser: Client, ours: Partner, theirs: Partner
):
    organiser.post(
        "/cms/spreker-kiezen/create/", {"name": "Ada Voorbeeld", "organisation": theirs.organisation.pk}
    )

    assert Person.objects.get(name="Ada Voorbeeld").organisation == ours.organisation


def test_who_works_for_two_organisations_says_for_which(client: Client, ours: Partner, theirs: Partner):
    second = OrganisationFactory(slug="hortus")
    partners.join(ours.user, second)
    client.force_login(ours.user)

    client.post("/cms/sprekers/new/", {"name": "Ada Voorbeeld", "organisation": theirs.organisation.pk})
    assert not Person.objects.filter(name="Ada Voorbeeld").exists()

    client.post("/cms/sprekers/new/", {"name": "Ada Voorbeeld", "organisation": second.pk})
    assert Person.objects.get(name="Ada Voorbeeld").organisation == second


def test_only_an_editor_makes_a_venue_for_everybody(organiser: Client, ours: Partner):
    town = MunicipalityFactory()
    organiser.post("/cms/locaties/new/", {"name": "Eigen zaal", "municipality": town.pk})
    assert Venue.objects.get(name="Eigen zaal").organisation == ours.organisation

    organiser.force_login(editor())
    organiser.post("/cms/locaties/new/", {"name": "Ieders zaal", "municipality": town.pk})
    assert Venue.objects.get(name="Ieders zaal").organisation is None


def test_a_shared_venue_is_for_all_to_choose_and_for_editors_to_keep(organiser: Client, ours: Partner):
    shared = Venue.objects.create(name="Ieders zaal", municipality=MunicipalityFactory())

    assert "Ieders zaal" in organiser.get("/cms/locatie-kiezen/").text
    assert organiser.get(f"/cms/locaties/edit/{shared.pk}/").status_code == 404
