"""An organisation's own corner of the calendar."""

from django.db import transaction

from kennisstad.accounts.models import Organisation
from kennisstad.accounts.partners import get_or_create_organisation, grant_page_permissions

from .models import AgendaPage, OrganiserPage


@transaction.atomic
def get_or_create_organiser_page(agenda: AgendaPage, organisation: Organisation) -> OrganiserPage:
    """The page below which the organisation writes its events, made when it is new."""
    page = OrganiserPage.objects.filter(organisation=organisation).first()
    if page is None:
        page = OrganiserPage(
            title=organisation.name,
            title_en=organisation.name_en,
            slug=organisation.slug,
            organisation=organisation,
        )
        agenda.add_child(instance=page)
    grant_page_permissions(page, organisation)
    return page


@transaction.atomic
def create_partner(name: str, *, slug: str, name_en: str = "", website: str = "") -> Organisation:
    """A new partner with everything it needs to start."""
    organisation = get_or_create_organisation(name, slug=slug, name_en=name_en, website=website)
    agenda = AgendaPage.objects.first()
    if agenda:
        get_or_create_organiser_page(agenda, organisation)
    return organisation
