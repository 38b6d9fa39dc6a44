from datetime import UTC, datetime, timedelta
from typing import Any

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from events.models import (
    AgendaPage,
    Event,
    EventPage,
    EventType,
    Municipality,
    OrganiserPage,
    Person,
    ProgrammeItem,
    Series,
    Theme,
    Venue,
)
from kennisstad.pages.models import HomePage
from tests.factories.accounts import OrganisationFactory

EVENING = datetime(2027, 3, 11, 18, 30, tzinfo=UTC)


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality
        django_get_or_create = ("slug",)

    name = LazyAttribute(lambda town: town.slug.title())
    slug = "leiden"


class VenueFactory(DjangoModelFactory[Venue]):
    class Meta:
        model = Venue
        django_get_or_create = ("name", "municipality")

    name = "Stadhuis"
    municipality = SubFactory(MunicipalityFactory)


class EventTypeFactory(DjangoModelFactory[EventType]):
    class Meta:
        model = EventType
        django_get_or_create = ("slug",)

    slug = "lezing"
    name = LazyAttribute(lambda kind: kind.slug.title())
    plural = LazyAttribute(lambda kind: f"{kind.name}en")
    name_en = "Lecture"
    plural_en = "Lectures"


class ThemeFactory(DjangoModelFactory[Theme]):
    class Meta:
        model = Theme
        django_get_or_create = ("slug",)

    slug = "natuur"
    name = LazyAttribute(lambda theme: theme.slug.title())


class SeriesFactory(DjangoModelFactory[Series]):
    class Meta:
        model = Series
        django_get_or_create = ("slug",)

    slug = "avondsymposium"
    name = "Avondsymposium"


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    name = Sequence(lambda number: f"Spreker {number}")
    organisation = SubFactory(OrganisationFactory)


def home_page() -> HomePage:
    """The site's home, which replaces Wagtail's welcome page."""
    home = HomePage.objects.first()
    if home is None:
        home = Page.get_first_root_node().add_child(
            instance=HomePage(
                title="Leiden Kennisstad", slug="start", introduction="Alles over kennis in de regio."
            )
        )
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "testserver", "root_page": home}
        )
        Page.objects.filter(slug="home", depth=2).delete()
    return home


def agenda_page() -> AgendaPage:
    page = AgendaPage.objects.first()
    return page or home_page().add_child(
        instance=AgendaPage(title="Agenda", title_en="Calendar", slug="agenda")
    )


def organiser_page(slug: str = "naturalis") -> OrganiserPage:
    page = OrganiserPage.objects.filter(slug=slug).first()
    if page is None:
        organisation = OrganisationFactory(slug=slug)
        page = agenda_page().add_child(
            instance=OrganiserPage(title=organisation.name, slug=slug, organisation=organisation)
        )
    return page


_numbers = iter(range(1, 1_000_000))


def draft_page(organiser: OrganiserPage | None = None, **fields: Any) -> EventPage:
    """A draft event, complete enough to publish."""
    starts_at = fields.pop("starts_at", EVENING)
    themes = fields.pop("themes", None)
    parts = fields.pop("programme", ())
    defaults: dict[str, Any] = {
        "title": "Sterren boven de stad",
        "slug": f"event-{next(_numbers)}",
        "summary": "Een avond over het heelal en wat we er samen van leren.",
        "starts_at": starts_at,
        "ends_at": fields.get("ends_at") or starts_at + timedelta(hours=2),
        "live": False,
    }
    if "event_type" not in fields:
        defaults["event_type"] = EventTypeFactory()
    if "venue" not in fields and fields.get("mode") != "online":
        defaults["venue"] = VenueFactory()
    page = EventPage(**(defaults | fields))
    page.themes = themes if themes is not None else [ThemeFactory()]
    page.programme_items = list(parts)
    return (organiser or organiser_page()).add_child(instance=page)


def published_page(organiser: OrganiserPage | None = None, **fields: Any) -> EventPage:
    page = draft_page(organiser, **fields)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def published_event(organiser: OrganiserPage | None = None, **fields: Any) -> Event:
    return event_of(published_page(organiser, **fields))


def event_of(page: EventPage) -> Event:
    """As its row is now."""
    return Event.objects.get(page=page)


def programme_item(title: str = "Opening", starts_at: datetime = EVENING, **fields: Any) -> ProgrammeItem:
    """A part of a programme, an hour long, after those made before it."""
    place = {"sort_order": next(_numbers), "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    return ProgrammeItem(title=title, **(place | fields))
