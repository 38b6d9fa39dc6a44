"""Two partners with something to hide, and the people who come by."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.urls import URLPattern, URLResolver
from PIL import Image as Picture
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.models import Document
from wagtail.images.models import Image

from events.models import Event, EventPage, OrganiserPage, Person, Venue
from events.organisers import get_or_create_organiser_page
from kennisstad.accounts import partners
from kennisstad.accounts.models import Organisation, User
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.events import MunicipalityFactory, agenda_page, draft_page, published_page

NO_SUCH_NUMBER = 987_654


@dataclass
class Partner:
    """What it keeps carries its secret: nobody else may ever read that word in the CMS.

    One that is only worked for need not have it all before it is asked for, which takes a third of a second.
    """

    slug: str
    has_all: bool = True
    organisation: Organisation = field(init=False)
    page: OrganiserPage = field(init=False)
    user: User = field(init=False)

    def __post_init__(self) -> None:
        self.organisation = OrganisationFactory(slug=self.slug)
        self.page = get_or_create_organiser_page(agenda_page(), self.organisation)
        self.user = UserFactory(email=f"{self.slug}@example.org")
        partners.join(self.user, self.organisation)
        if self.has_all:
            _ = self.draft, self.live, self.venue, self.person, self.image, self.document

    @cached_property
    def draft(self) -> EventPage:
        page = draft_page(self.page, title=self.word("concept"), slug=f"concept-{self.slug}")
        page.save_revision(user=self.user, log_action=True)
        return page

    @cached_property
    def live(self) -> EventPage:
        """Its title is not public yet."""
        page = published_page(self.page, title=f"Openbaar {self.slug}", slug=f"openbaar-{self.slug}")
        page.title = self.word("nieuwe titel")
        page.save_revision(user=self.user, log_action=True)
        page.refresh_from_db()
        return page

    @cached_property
    def venue(self) -> Venue:
        return Venue.objects.create(
            name=self.word("zaal"), municipality=MunicipalityFactory(), organisation=self.organisation
        )

    @cached_property
    def person(self) -> Person:
        return Person.objects.create(name=self.word("spreker"), organisation=self.organisation)

    @cached_property
    def image(self) -> Image:
        collection = self.organisation.collection
        return Image.objects.create(title=self.word("foto"), file=picture(), collection=collection)

    @cached_property
    def document(self) -> Document:
        file, collection = ContentFile(b"x", "x.txt"), self.organisation.collection
        return Document.objects.create(title=self.word("bijlage"), file=file, collection=collection)

    @property
    def secret(self) -> str:
        return f"Geheim{self.slug.title()}"

    def word(self, what: str) -> str:
        return f"{self.secret} {what}"

    @property
    def event(self) -> Event:
        return Event.objects.get(page=self.live)

    def snapshot(self) -> list[Any]:
        """Everything of this partner that another one might have changed."""
        pages = EventPage.objects.descendant_of(self.page).order_by("pk")
        rows = [
            list(model.objects.filter(organisation=self.organisation).values()) for model in (Venue, Person)
        ]
        media = [
            list(model.objects.filter(collection=self.organisation.collection).values()) for model in MEDIA
        ]
        revisions = [(page.pk, page.revisions.count(), page.latest_revision_id) for page in pages]
        return [
            list(pages.values()),
            revisions,
            *rows,
            *media,
            list(Event.objects.filter(page__in=pages).values()),
        ]


MEDIA = (Image, Document)


def picture() -> ImageFile:
    content = BytesIO()
    Picture.new("RGB", (40, 30), "navy").save(content, "PNG")
    return ImageFile(BytesIO(content.getvalue()), name="foto.png")


def editor() -> User:
    user = UserFactory(email="redactie@example.org")
    partners.join_editors(user)
    return user


def administrator() -> User:
    return User.objects.create_superuser("beheer@example.org")


def addresses(victim: Partner) -> Iterator[tuple[str, str]]:
    """Every address of the CMS, by name, each filled in with what the victim keeps."""
    for name, route in _routes(wagtailadmin_urls.urlpatterns):
        for filled in _filled(name, route, victim):
            yield name, f"/cms/{filled}"


def _routes(patterns: list[Any], prefix: str = "", namespace: str = "") -> Iterator[tuple[str, list[Any]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            for name, route in _routes(pattern.url_patterns, "", inner):
                yield name, [pattern.pattern, *route]
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}", [pattern.pattern]


def _filled(name: str, route: list[Any], victim: Partner) -> Iterator[str]:
    converters = {key: converter for part in route for key, converter in part.converters.items()}
    for page in (victim.draft, victim.live):
        values = {key: _value(name, key, converter, victim, page) for key, converter in converters.items()}
        yield "".join(_fill(part, values) for part in route).format(page=page.pk)
        if not {"page_id", "page_to_move_id"} & set(values) and "compare" not in name:
            break


def _fill(part: Any, values: dict[str, Any]) -> str:
    if not hasattr(part, "_route"):
        return COMPARE if "compare" in str(part) else str(part).strip("^$")
    text = str(part)
    for key, converter in part.converters.items():
        for kind in ("int", "str", "slug", "uuid"):
            text = text.replace(f"<{kind}:{key}>", str(values[key]))
        text = text.replace(f"<{key}>", str(values[key]))
        assert f":{key}>" not in text, converter
    return text


COMPARE = "{page}/revisions/compare/earliest...latest/"


def _value(name: str, key: str, converter: Any, victim: Partner, page: EventPage) -> Any:
    for known in (
        _by_key(key, victim, page),
        _by_namespace(name, victim) if key in {"pk", "object_id"} else None,
    ):
        if known is not None:
            return known
    kind = type(converter).__name__
    return {"IntConverter": 1, "UUIDConverter": victim.event.pk}.get(kind, "x")


def _by_key(key: str, victim: Partner, page: EventPage) -> Any:
    return {
        "page_id": page.pk,
        "page_to_move_id": page.pk,
        "page_pk": page.pk,
        "parent_page_id": victim.page.pk,
        "destination_id": victim.page.pk,
        "revision_id": page.latest_revision_id,
        "image_id": victim.image.pk,
        "document_id": victim.document.pk,
        "doc_id": victim.document.pk,
        "collection_id": victim.organisation.collection_id,
        "content_type_app_name": "events",
        "content_type_model_name": "eventpage",
        "app_label": "wagtailcore",
        "app_name": "events",
        "model_name": "page",
        "action": "delete",
        "action_name": "delete",
        "event_id": victim.event.pk,
    }.get(key)


def _by_namespace(name: str, victim: Partner) -> Any:
    return {
        "locaties": victim.venue.pk,
        "locatie-kiezen": victim.venue.pk,
        "sprekers": victim.person.pk,
        "spreker-kiezen": victim.person.pk,
        "wagtailimages_chooser": victim.image.pk,
        "wagtaildocs_chooser": victim.document.pk,
        "wagtailadmin_collections": victim.organisation.collection_id,
        "wagtailusers_users": victim.user.pk,
        "wagtailusers_groups": Group.objects.get(organisation=victim.organisation).pk,
        "wagtailadmin_editing_sessions": victim.draft.pk,
        "wagtailadmin_api": victim.draft.pk,
        "newsletter_events": victim.event.pk,
    }.get(name.split(":", maxsplit=1)[0])


def leaking_queries(victim: Partner) -> Iterator[str]:
    """Queries by which lists, choosers, reports and searches might tell more."""
    page, live, word = victim.draft, victim.live, "Geheim"
    searched = ["pages/search/", "pages/search/results/", "choose-page/search/", "images/", "documents/"]
    searched += ["images/chooser/", "documents/chooser/", "locaties/", "sprekers/", "evenementen/"]
    searched += ["locatie-kiezen/results/", "spreker-kiezen/results/"]
    yield from (f"/cms/{path}?q={word}" for path in searched)
    yield f"/cms/pages/{victim.page.get_parent().pk}/results/?q={word}&search_all=1"
    yield f"/cms/choose-page/chosen-multiple/?id={page.pk}&id={live.pk}"
    yield f"/cms/choose-page/{victim.page.pk}/"
    yield "/cms/choose-page/?page_type=events.EventPage"
    yield f"/cms/choose-page/?target_pages[]={page.pk}&user_perms=move_to"
    yield f"/cms/images/chooser/chosen-multiple/?id={victim.image.pk}"
    yield f"/cms/documents/chooser/chosen-multiple/?id={victim.document.pk}"
    yield f"/cms/locatie-kiezen/chosen-multiple/?id={victim.venue.pk}"
    yield f"/cms/spreker-kiezen/chosen-multiple/?id={victim.person.pk}"
    yield f"/cms/api/main/pages/?child_of={victim.page.pk}"
    yield f"/cms/api/main/pages/?child_of={victim.page.pk}&for_explorer=1&fields=*"
    yield from _bulk(victim)
    for report in ("site-history", "aging-pages", "page-types-usage", "locked", "workflow"):
        yield f"/cms/reports/{report}/?export=csv"
    yield "/cms/evenementen/?which=drafts"
    yield "/cms/evenementen/?which=past"


def _bulk(victim: Partner) -> Iterator[str]:
    page = victim.draft
    for action in ("delete", "publish", "unpublish", "move"):
        yield f"/cms/bulk/wagtailcore/page/{action}/?id={page.pk}&id={victim.live.pk}"
        yield f"/cms/bulk/wagtailcore/page/{action}/?id=all&childOf={victim.page.pk}"
        yield f"/cms/bulk/wagtailcore/page/{action}/?id=all"
    for kind, pk in (("wagtailimages/image", victim.image.pk), ("wagtaildocs/document", victim.document.pk)):
        for action in ("delete", "add_tags", "add_to_collection"):
            yield f"/cms/bulk/{kind}/{action}/?id={pk}"
            yield f"/cms/bulk/{kind}/{action}/?id=all"
