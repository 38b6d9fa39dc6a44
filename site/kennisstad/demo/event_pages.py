"""Events as an organiser would make them: a draft, then published."""

from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from events.models import (
    Audience,
    Booking,
    Event,
    EventPage,
    EventType,
    Municipality,
    OrganiserPage,
    Outcome,
    Person,
    PolicyTrack,
    ProgrammeItem,
    ProgrammeSpeaker,
    Series,
    Theme,
    Venue,
)
from kennisstad.accounts.models import Organisation
from kennisstad.demo.content.records import Moments, Part, Plan, Speaker
from kennisstad.demo.pictures import cover
from kennisstad.foundation.prose import blocks

OPEN_SINCE = timedelta(days=60)


@transaction.atomic
def write_event(plan: Plan, today: date) -> bool:
    """Publish the event when it is new, or leave it a draft. An example whose day has passed gets a new day."""
    parent = OrganiserPage.objects.get(slug=plan.organiser)
    page = EventPage.objects.child_of(parent).filter(slug=plan.slug).first()
    if page is None:
        page = _undated(plan)
        _date(page, plan, today)
        with disable_reference_index_auto_update():
            parent.add_child(instance=page)
    elif _is_outdated(plan, page):
        _date(page, plan, today)
    else:
        return False
    _save(page, publish=not plan.is_draft)
    _set_terms(plan)
    return True


def event_of(plan: Plan) -> Event:
    return Event.objects.get(page__slug=plan.slug, organisation__slug=plan.organiser)


def write_speaker(speaker: Speaker) -> bool:
    organisation = Organisation.objects.get(slug=speaker.organiser)
    facts = {"affiliation": speaker.affiliation, "affiliation_en": speaker.affiliation_en}
    return Person.objects.get_or_create(name=speaker.name, organisation=organisation, defaults=facts)[1]


def _save(page: EventPage, *, publish: bool) -> None:
    """Wagtail notes what refers to what at each save; here once is enough."""
    with disable_reference_index_auto_update():
        revision = page.save_revision()
        if publish:
            revision.publish()
    ReferenceIndex.create_or_update_for_object(page)


def _is_outdated(plan: Plan, page: EventPage) -> bool:
    """An example that was to come has come and gone. Tonight's has a page of its own each day."""
    return plan.when.is_ahead and page.live and page.ends_at < timezone.now()


def _undated(plan: Plan) -> EventPage:
    event_type = EventType.objects.get(slug=plan.format)
    # A venue says by itself where it is.
    in_town = plan.municipality and not plan.venue
    page = EventPage(
        slug=plan.slug,
        event_type=event_type,
        booking=plan.booking or event_type.default_booking,
        venue=Venue.objects.get(name=plan.venue) if plan.venue else None,
        municipality=Municipality.objects.get(slug=plan.municipality) if in_town else None,
        series=Series.objects.get(slug=plan.series) if plan.series else None,
        cover=cover(plan.cover.motif, plan.cover.variant),
        body=blocks(plan.body),
        body_en=blocks(plan.body_en),
        look_back=blocks(plan.look_back, plan.links),
        look_back_en=blocks(plan.look_back_en, plan.links_en),
        live=False,
        **{name: getattr(plan, name) for name in AS_PLANNED},
    )
    page.themes = Theme.objects.filter(slug__in=plan.themes)
    page.audiences = Audience.objects.filter(slug__in=plan.audiences)
    page.policy_tracks = PolicyTrack.objects.filter(slug__in=plan.tracks)
    page.programme_items.set([_item(plan, part, number) for number, part in enumerate(plan.programme)])
    page.outcomes.set([Outcome(**vars(result)) for result in plan.outcomes])
    return page


AS_PLANNED = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "mode",
    "join_url",
    "booking_url",
    "price_from",
    "price_words",
    "price_words_en",
    "spoken_language",
    "edition",
    "status",
    "organised_by_others",
    "is_example",
    "sessions_in_calendar",
    "practical",
    "practical_en",
)


def _item(plan: Plan, part: Part, number: int) -> ProgrammeItem:
    item = ProgrammeItem(
        key=uuid5(NAMESPACE_URL, f"{plan.organiser}/{plan.slug}/{number}"),
        title=part.title,
        title_en=part.title_en,
        description=part.description,
        description_en=part.description_en,
        room=part.room,
        sort_order=number,
    )
    item.speakers = [
        ProgrammeSpeaker(person=Person.objects.get(name=name), sort_order=order)
        for order, name in enumerate(part.speakers)
    ]
    return item


def _date(page: EventPage, plan: Plan, today: date) -> None:
    """Put the event and the parts of its programme on their day."""
    page.precision = plan.when.precision
    _put(page, plan.when, today)
    items = list(page.programme_items.all())
    for item, part in zip(items, plan.programme, strict=True):
        _put(item, part.when(plan.when.on(today)), today)
    page.programme_items.set(items)


def _put(row: EventPage | ProgrammeItem, when: Moments, today: date) -> None:
    row.starts_at, row.ends_at = when.starts_at(today), when.ends_at(today)
    row.is_all_day = when.is_all_day


def _set_terms(plan: Plan) -> None:
    """What the organiser says about the type's usual terms. An example has been open for a while."""
    page = EventPage.objects.get(slug=plan.slug, event__organisation__slug=plan.organiser)
    usual = page.event.registration_settings
    if page.booking != Booking.HERE:
        usual.capacity = None
    elif plan.capacity is not None:
        usual.capacity = plan.capacity
    if not plan.is_draft:
        usual.opens_at = min(timezone.now(), page.starts_at) - OPEN_SINCE
    usual.party_size, usual.group_size = plan.party_size, plan.group_size
    usual.needs_approval = plan.needs_approval
    usual.save()
