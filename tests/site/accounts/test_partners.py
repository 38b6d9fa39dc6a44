import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, WorkflowPage

from events.models import AgendaPage
from events.organisers import create_partner, get_or_create_organiser_page
from kennisstad.accounts import access, partners
from kennisstad.accounts.models import Organisation
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.events import agenda_page

pytestmark = pytest.mark.django_db


def media_rights(group: Group) -> set[tuple[str, str]]:
    rows = GroupCollectionPermission.objects.filter(group=group)
    return set(rows.values_list("collection__name", "permission__codename"))


def page_rights(group: Group) -> set[tuple[str, str]]:
    return set(
        GroupPagePermission.objects.filter(group=group).values_list("page__title", "permission__codename")
    )


def test_a_new_organisation_has_its_own_group_and_collection():
    lumc = partners.get_or_create_organisation(
        "LUMC", slug="lumc", name_en="LUMC", website="https://lumc.example.org"
    )

    assert (lumc.group.name, lumc.collection.name) == ("LUMC", "LUMC")
    assert {name for name, _ in media_rights(lumc.group)} == {"LUMC", partners.SHARED_PICTURES}
    assert ("LUMC", "add_image") in media_rights(lumc.group)
    assert (partners.SHARED_PICTURES, "choose_image") in media_rights(lumc.group)
    assert (partners.SHARED_PICTURES, "change_image") not in media_rights(lumc.group)


def test_founding_twice_changes_nothing():
    first = partners.get_or_create_organisation("LUMC", slug="lumc")
    before = (media_rights(first.group), Collection.objects.count(), Group.objects.count())

    again = partners.get_or_create_organisation("LUMC", slug="lumc")

    assert again == first
    assert (media_rights(first.group), Collection.objects.count(), Group.objects.count()) == before


def test_an_organisation_that_is_called_like_the_editors_gets_no_editors_rights():
    lookalike = partners.get_or_create_organisation(access.EDITORS, slug="redactie")
    member = UserFactory()
    partners.join(member, lookalike)

    assert not access.is_editor(member)


def test_an_organisation_may_write_below_its_own_page_only():
    agenda = agenda_page()
    lumc = create_partner("LUMC", slug="lumc")
    page = get_or_create_organiser_page(agenda, lumc)

    assert {title for title, _ in page_rights(lumc.group)} == {"LUMC"}
    assert page.get_parent().specific == agenda
    assert get_or_create_organiser_page(agenda, lumc) == page


def test_the_editors_replace_wagtails_own_groups():
    editors = partners.get_or_create_editors_group()

    assert not Group.objects.filter(name__in=partners.WAGTAILS_GROUPS).exists()
    assert not WorkflowPage.objects.filter(page__depth=1).exists()
    assert {title for title, _ in page_rights(editors)} == {Page.get_first_root_node().title}


def test_joining_and_leaving_count_at_once():
    user, lumc = UserFactory(), OrganisationFactory()
    assert not access.may_manage(user, lumc)

    partners.join(user, lumc)
    assert access.may_manage(user, lumc)

    partners.leave(user, lumc)
    assert not access.may_manage(user, lumc)


def test_who_is_no_longer_active_may_nothing():
    user, lumc = UserFactory(is_active=False), OrganisationFactory()
    partners.join(user, lumc)
    partners.join_editors(user)

    assert not access.is_editor(user)
    assert not access.is_staff(user)
    assert list(access.organisations_of(user)) == []


def test_asking_for_whom_somebody_works_costs_two_queries_once(django_assert_num_queries):
    user, lumc = UserFactory(), OrganisationFactory()
    partners.join(user, lumc)

    with django_assert_num_queries(2):
        assert [access.may_manage(user, lumc) for _ in range(5)] == [True] * 5
        assert access.is_staff(user)


def test_an_administrator_welcomes_an_organisation_in_the_cms(admin_client):
    agenda_page()
    admin_client.post(
        "/cms/organisaties/new/", {"name": "Hortus", "slug": "hortus", "name_en": "", "website": ""}
    )

    hortus = Organisation.objects.get(slug="hortus")
    assert hortus.organiser_page.get_parent().specific_class is AgendaPage
    assert ("Hortus", "add_image") in media_rights(hortus.group)
