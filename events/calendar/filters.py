"""The one filter of the calendar: page, feeds, embed and newsletter all ask it."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.calendar_entry import CalendarEntry, CalendarEntryQuerySet
from events.models.choices import Mode, SpokenLanguage
from events.models.venues import Municipality
from events.models.vocabulary import Audience, EventType, Series, Theme
from kennisstad.accounts.models import Organisation
from kennisstad.dates import within_reason
from kennisstad.forms import AccessibleForm, LineField

from .entries import FEED_LOOKBACK

TOMBSTONE_SHOWN_FOR = timedelta(days=90)


@dataclass(frozen=True)
class CalendarFilter:
    """Which calendar entries; values are slugs, an empty tuple means all."""

    municipality: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    organiser: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    free: bool = False
    start: date | None = None
    end: date | None = None
    q: str = ""

    @classmethod
    def of(cls, **choice: str) -> Self:
        """One value for a key, as in /feeds/theme/<slug>.ics."""
        values: dict[str, Any] = {key: (value,) for key, value in choice.items()}
        return cls(**values)

    @property
    def is_active(self) -> bool:
        return self != type(self)()

    @property
    def query_string(self) -> str:
        """The canonical query: keys in a fixed order, values sorted."""
        names = {"start": "from", "end": "to"}
        pairs: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            values = sorted(value) if isinstance(value, tuple) else [_written(value)] if value else []
            pairs += [(names.get(field.name, field.name), item) for item in values]
        return urlencode(pairs)

    def upcoming(self, now: datetime | None = None) -> CalendarEntryQuerySet:
        """What the page lists: from the asked day, or from now."""
        entries = self._matching().visible()
        return entries if self.start else entries.upcoming(now)

    def feed(self, today: date | None = None) -> CalendarEntryQuerySet:
        """What a subscription holds: a month back, all ahead, and tombstones of what was withdrawn."""
        start = _midnight((today or timezone.localdate()) - FEED_LOOKBACK)
        forgotten = Q(
            status=CalendarEntry.Status.WITHDRAWN, changed_at__lt=start + FEED_LOOKBACK - TOMBSTONE_SHOWN_FOR
        )
        return self._matching().filter(ends_at__gt=start).exclude(forgotten)

    def _matching(self) -> CalendarEntryQuerySet:
        conditions: dict[str, Any] = {}
        for key, column in COLUMNS.items():
            if values := getattr(self, key):
                conditions[f"{column}__in"] = values
        entries = CalendarEntry.objects.filter(**conditions)
        if self.language:
            entries = entries.filter(spoken_language__in=_spoken(self.language))
        for key, model in (("theme", CalendarEntry.themes), ("audience", CalendarEntry.audiences)):
            if values := getattr(self, key):
                entries = entries.filter(pk__in=_linked(model.through, key, values))
        if self.free:
            entries = entries.filter(price_from=0)
        if self.start:
            entries = entries.filter(ends_at__gt=_midnight(self.start))
        if self.end:
            entries = entries.filter(starts_at__lt=_midnight(self.end + timedelta(days=1)))
        for word in self.q.translate(WITHOUT_QUOTES).split():
            entries = entries.filter(_says(word))
        return entries.order_by("starts_at", "uid")


def _written(value: object) -> str:
    return "1" if value is True else str(value)


WITHOUT_QUOTES = dict.fromkeys(map(ord, '"“”„'), " ")
COLUMNS = {
    "municipality": "municipality__slug",
    "organiser": "organisation__slug",
    "type": "event_type__slug",
    "series": "series__slug",
    "mode": "mode",
}


def _linked(through: Any, key: str, slugs: tuple[str, ...]) -> QuerySet[Any]:
    return through.objects.filter(**{f"{key}__slug__in": slugs}).values("calendarentry_id")


def _spoken(languages: tuple[str, ...]) -> set[str]:
    """Somebody who asks for English can also go to a bilingual event."""
    return {*languages, SpokenLanguage.BOTH}


def _says(word: str) -> Q:
    columns = ("title", "title_en", "summary", "summary_en", "place", "organisation__name")
    return Q.create([(f"{column}__icontains", word) for column in columns], connector=Q.OR)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


class ChoicesField(forms.MultipleChoiceField):
    """Any number of slugs from a list."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": _("We don't know “%(value)s”. Choose from the list.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class Tick(forms.CheckboxInput):
    """Sends 1; whatever else an address says stays for the field to refuse."""

    def __init__(self) -> None:
        super().__init__({"value": "1"}, check_test=lambda value: value in {True, "1"})

    def format_value(self, value: Any) -> None:
        """It is always the same."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name)


class TickField(forms.BooleanField):
    """Asked for with 1, or not asked for."""

    widget = Tick
    default_error_messages = {"unknown": _("We don't know “%(value)s”. Write 1, or leave it out.")}

    def to_python(self, value: Any) -> bool:
        if value not in {None, "", "1"}:
            raise forms.ValidationError(
                self.error_messages["unknown"], code="unknown", params={"value": value}
            )
        return value == "1"


class DayField(forms.DateField):
    """A day, or none."""

    default_validators = [within_reason]

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, widget=widget, **kwargs)


class FilterForm(AccessibleForm):
    """The filters as query keys; what it accepts becomes a CalendarFilter."""

    q = LineField(label=_("Search"), required=False, max_length=100)
    municipality = ChoicesField(label=_("Municipality"))
    theme = ChoicesField(label=_("Topic"))
    type = ChoicesField(label=_("Kind of event"))
    organiser = ChoicesField(label=_("Organiser"))
    audience = ChoicesField(label=_("For whom"))
    language = ChoicesField(
        label=_("Spoken language"),
        choices=[choice for choice in SpokenLanguage.choices if choice[0] != SpokenLanguage.BOTH],
    )
    mode = ChoicesField(label=_("Form"), choices=Mode.choices)
    series = ChoicesField(widget=forms.MultipleHiddenInput)
    free = TickField(label=_("Free"), required=False)
    start = DayField(label=_("From"))
    end = DayField(label=_("Until"))

    ADDRESS_KEYS = {"start": "from", "end": "to"}

    def __init__(self, data: QueryDict) -> None:
        super().__init__(_without_blanks(data), auto_id="filter-%s")
        for name, model in CHOICE_MODELS.items():
            self.fields[name].choices = cache(partial(_choices, model))  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        return self.ADDRESS_KEYS.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] < cleaned["start"]:
            self.add_error("end", _("The last day is before the first."))
        return cleaned

    @property
    def all_choices(self) -> list[list[tuple[str, str]]]:
        """Whatever can be chosen: all that changes in a form in which nothing was."""
        shown = (self.fields[name] for name in CHOICE_MODELS if not self[name].is_hidden)
        return [list(field.choices) for field in shown]  # type: ignore[attr-defined]

    @property
    def problem(self) -> str:
        """What is wrong, in one line."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)

    @property
    def filter(self) -> CalendarFilter:
        """Call it on a valid form."""
        values: dict[str, Any] = {
            name: tuple(sorted(set(value))) if isinstance(value, list) else value
            for name, value in self.cleaned_data.items()
        }
        return CalendarFilter(**values)


CHOICE_MODELS = {
    "municipality": Municipality,
    "theme": Theme,
    "type": EventType,
    "organiser": Organisation,
    "audience": Audience,
    "series": Series,
}


def _choices(model: type[Model]) -> list[tuple[str, str]]:
    """Asked for only by a field that has a value or is shown."""
    return [(row.slug, str(row)) for row in model._default_manager.all()]  # type: ignore[attr-defined]


def _without_blanks(data: QueryDict) -> QueryDict:
    """A GET form sends every field; an empty one asks nothing."""
    kept = QueryDict(mutable=True)
    for key, values in data.lists():
        kept.setlist(key, [value for value in values if value.strip()])
    return kept
