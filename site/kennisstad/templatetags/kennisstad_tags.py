"""What every template may use: texts in the active language, dates in words, the other language's address."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.db.models import Model
from django.forms import BoundField
from django.template.context import Context
from django.urls import reverse, translate_url
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy

from kennisstad import dates, languages, money
from kennisstad.dates import Dated, Precision

register = template.Library()

CONTROLS = {"select": "select", "textarea": "textarea"}
ONLY_IN: dict[str, Promise] = {"nl": gettext_lazy("in Dutch"), "en": gettext_lazy("in English")}
WRITTEN_IN: dict[str, Promise] = {"nl": gettext_lazy("text in Dutch"), "en": gettext_lazy("text in English")}
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
CONTROL_TAGS = {"select": "select", "textarea": "textarea", "textbox": "input"}


@register.filter
def thousands(number: int) -> str:
    """12.500 in Dutch, 12,500 in English."""
    return number_format(number, force_grouping=True)


@register.filter
def in_language(obj: object, field: str) -> str:
    """Text for HTML, marked with its own language where the translation is missing."""
    text, language = languages.in_language(obj, field), languages.language_of(obj, field)
    if not text or language == get_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def text_in_language(obj: object, field: str) -> Any:
    """The bare value: for a page title, an attribute, or a StreamField to include."""
    return languages.in_language(obj, field)


@register.filter
def host(url: str) -> str:
    """Where a link leads: `tickets.example.org`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.filter
def euros(cents: int) -> str:
    return money.euros(cents)


@register.filter
def dialled(number: str) -> str:
    """A telephone number as a telephone takes it."""
    return "".join(sign for sign in number if sign in "+0123456789")


@register.filter
def language_of(obj: object, field: str) -> str:
    return languages.language_of(obj, field)


@register.filter
def fallback(obj: object, fields: str) -> Promise | str:
    """For the reader of English “text in Dutch”, where one of the texts has no translation; else nothing."""
    return WRITTEN_IN.get(languages.fallback_language(obj, *fields.split()), "")


@register.filter
def only_in(obj: object, fields: str) -> Promise | str:
    """The same in the middle of a sentence: “in Dutch”."""
    return ONLY_IN.get(languages.fallback_language(obj, *fields.split()), "")


@register.filter
def spoken(event: Any) -> Promise | str:
    """“spoken in Dutch”, where one would not expect it from what one reads."""
    return languages.spoken_in(event)


@register.simple_tag
def event_when(event: Dated) -> str:
    return dates.when(event)


@register.simple_tag
def event_day(event: Dated) -> str:
    return dates.known_day(event)


@register.simple_tag
def event_iso(event: Dated) -> str:
    """When it starts, for machines."""
    return dates.iso(event)[0]


@register.simple_tag
def event_month(event: Dated) -> str:
    return dates.known_month(event)


@register.simple_tag
def event_time(event: Dated) -> str:
    return dates.times(event)


@register.simple_tag
def event_clock(event: Dated) -> str:
    return dates.clock(event)


@register.simple_tag
def day_and_time(moment: datetime) -> str:
    return dates.day_and_time(moment)


@register.simple_tag
def clock_time(moment: datetime) -> str:
    return dates.clock_time(moment)


@register.filter
def is_one_day(event: Dated) -> bool:
    return dates.is_one_day(event)


@register.filter
def has_known_day(event: Dated) -> bool:
    return event.precision == Precision.DAY


@register.filter
def last_day(event: Dated) -> date:
    return dates.last_day(event.ends_at)


@register.simple_tag(takes_context=True)
def translated_url(context: Context, language: str) -> str:
    """This page's address in another language, with the same query."""
    return translate_url(context["request"].get_full_path(), language)


@register.simple_tag
def site_path(path: str = "") -> str:
    """The address of a page by its Dutch path, in the active language."""
    return reverse("wagtail_serve", args=[path])


@register.filter
def fingerprint(row: Model | None) -> tuple[object, ...]:
    """All that its columns say: what is made of a row alone is the same until one of them changes."""
    return tuple(value for name, value in vars(row).items() if not name.startswith("_")) if row else ()


@register.filter
def lookup(mapping: Mapping[Any, Any], key: object) -> Any:
    return mapping.get(key)


@register.filter
def styled(field: BoundField) -> str:
    """The field's control in the design system's class, saying whether it is wrong; its label needs no echo."""
    control = CONTROLS.get(field.widget_type, "textbox")
    attrs = {
        "class": f"utrecht-{control} utrecht-{control}--html-{CONTROL_TAGS[control]}",
        "aria-invalid": "true" if field.errors else "false",
        "placeholder": False,
    }
    return field.as_widget(attrs=attrs)


@register.simple_tag
def json_ld(data: dict[str, Any]) -> str:
    """A data block for search engines; the escapes keep it from ending early."""
    text = json.dumps(data, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above
