"""What an installation needs before anybody works in it: lists, partners and the tree of pages."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from wagtail.models import Page, Site

from events.models import AgendaPage
from events.organisers import get_or_create_organiser_page
from kennisstad.accounts.models import Organisation
from kennisstad.accounts.partners import (
    get_or_create_editors_group,
    get_or_create_organisation,
    shared_pictures,
)
from kennisstad.foundation import reference
from kennisstad.foundation.created_counts import CreatedCounts
from kennisstad.foundation.prose import blocks
from kennisstad.foundation.records import HomeTexts, Partner, Text
from kennisstad.foundation.vocabulary import load_vocabulary
from kennisstad.pages.models import HomePage, ProsePage
from newsletter.models import NewsletterPage


@transaction.atomic
def create_first_content() -> CreatedCounts:
    """Make what is missing and leave the rest alone, so it may run at every deployment. Raises `WrongContent`."""
    tally, texts = CreatedCounts(), reference.home_texts()
    load_vocabulary(tally)
    get_or_create_editors_group()
    shared_pictures()
    home = _home(texts, tally)
    agenda = _child(home, AgendaPage, tally, slug="agenda", title="Agenda", title_en="Calendar")
    for partner in reference.partners():
        _open_partner(agenda, partner, tally)
    _newsletter(home, texts, tally)
    for page in reference.prose_pages():
        _prose(home, page, tally)
    return tally


def _home(texts: HomeTexts, tally: CreatedCounts) -> HomePage:
    """The home page, made in the place of the page that Wagtail greets with when there is none."""
    if home := HomePage.objects.first():
        return home
    root = Page.get_first_root_node()
    home = HomePage(
        title=settings.REGION.publisher,
        slug="kennisstad",
        introduction=texts.introduction,
        introduction_en=texts.introduction_en,
    )
    root.add_child(instance=home)
    address = urlsplit(settings.BASE_URL)
    facts = {
        "hostname": address.hostname or "localhost",
        "port": address.port or (443 if address.scheme == "https" else 80),
        "site_name": settings.REGION.publisher,
        "root_page": home,
    }
    Site.objects.update_or_create(is_default_site=True, defaults=facts)
    root.get_children().exclude(pk=home.pk).filter(content_type__model="page").delete()
    tally.add("pages", made=True)
    return home


def _child[P: Page](parent: Page, kind: type[P], tally: CreatedCounts, **facts: Any) -> P:
    page = kind.objects.child_of(parent).filter(slug=facts["slug"]).first()
    if page is None:
        page = parent.add_child(instance=kind(**facts))
        tally.add("pages", made=True)
    return page


def _open_partner(agenda: AgendaPage, partner: Partner, tally: CreatedCounts) -> None:
    known = Organisation.objects.filter(slug=partner.slug).exists()
    organisation = get_or_create_organisation(
        partner.name, slug=partner.slug, name_en=partner.name_en, website=partner.website
    )
    page = get_or_create_organiser_page(agenda, organisation)
    if not known:
        page.introduction, page.introduction_en = partner.introduction, partner.introduction_en
        page.save()
        tally.add("partners", made=True)


def _newsletter(home: HomePage, texts: HomeTexts, tally: CreatedCounts) -> None:
    _child(
        home,
        NewsletterPage,
        tally,
        slug="nieuwsbrief",
        title="Nieuwsbrief",
        title_en="Newsletter",
        introduction=texts.newsletter,
        introduction_en=texts.newsletter_en,
        first_issue_on=localdate(),
    )


def _prose(home: HomePage, text: Text, tally: CreatedCounts) -> None:
    _child(
        home,
        ProsePage,
        tally,
        slug=text.slug,
        title=text.title,
        title_en=text.title_en,
        body=blocks(text.body),
        body_en=blocks(text.body_en),
    )
