"""A filter read aloud: “Lezingen in Katwijk en Noordwijk, in het Engels”."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from events.models.choices import Mode
from events.models.venues import Municipality
from events.models.vocabulary import Audience, EventType, Series, Theme
from kennisstad.accounts.models import Organisation
from kennisstad.languages import in_language

from .filters import CalendarFilter


def filter_text(chosen: CalendarFilter) -> str:
    """What the filter shows, in the active language."""
    kinds = _("Free %(events)s") % {"events": _free(chosen)} if chosen.free else _kinds(chosen)
    head = " ".join([kinds, *_about(chosen)])
    return ", ".join([head, *_details(chosen)])


def _kinds(chosen: CalendarFilter) -> str:
    types = EventType.objects.filter(slug__in=chosen.type) if chosen.type else []
    names = [in_language(kind, "plural") for kind in types]
    return _listed([names[0], *map(_inside, names[1:])]) if names else _("All events")


def _free(chosen: CalendarFilter) -> str:
    return _inside(_kinds(chosen)) if chosen.type else _("events")


def _about(chosen: CalendarFilter) -> Iterator[str]:
    if chosen.series:
        yield _("of %(series)s") % {"series": _names(Series, chosen.series)}
    if chosen.theme:
        yield _("about %(topics)s") % {"topics": _names(Theme, chosen.theme)}
    if chosen.municipality:
        yield _("in %(places)s") % {"places": _names(Municipality, chosen.municipality)}
    if chosen.organiser:
        yield _("by %(organisers)s") % {"organisers": _names(Organisation, chosen.organiser)}


def _details(chosen: CalendarFilter) -> Iterator[str]:
    if chosen.mode:
        modes = {Mode.ONSITE: _("on site"), Mode.ONLINE: _("online"), Mode.HYBRID: _("on site and online")}
        yield get_text_list([words for mode, words in modes.items() if mode in chosen.mode], _("or"))
    if chosen.language:
        languages = {"nl": _("in Dutch"), "en": _("in English")}
        yield _listed(languages[value] for value in chosen.language)
    if chosen.audience:
        audiences = Audience.objects.filter(slug__in=chosen.audience)
        yield _("for %(audiences)s") % {"audiences": _listed(_inside(str(row)) for row in audiences)}
    if chosen.start:
        yield _("from %(day)s") % {"day": _day(chosen.start)}
    if chosen.end:
        yield _("until %(day)s") % {"day": _day(chosen.end)}
    if chosen.q:
        yield _("with “%(words)s”") % {"words": chosen.q}


def _names(model: Any, slugs: tuple[str, ...]) -> str:
    return _listed(str(row) for row in model.objects.filter(slug__in=slugs))


def _inside(name: str) -> str:
    """A name from a list, as it stands in the middle of a sentence; MKB stays MKB."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _listed(words: Iterable[str]) -> str:
    return get_text_list(list(words), _("and"))


def _day(day: date) -> str:
    return date_format(day, "j F Y")
