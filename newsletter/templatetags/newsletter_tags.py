from collections.abc import Collection

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from events.models import Event, Mode
from kennisstad.languages import spoken_in
from newsletter import rich_text

register = template.Library()


@register.filter
def for_mail(text: RichText) -> SafeString:
    return rich_text.for_mail(text.source)


@register.filter
def as_plain_text(text: RichText) -> str:
    return rich_text.as_plain_text(text.source)


@register.filter
def event_summary_line(event: Event, full: Collection[Event] = ()) -> str:
    """In one line: where, and what one must know before going there."""
    parts = [_("Online") if event.mode == Mode.ONLINE else event.location]
    if event.mode == Mode.HYBRID:
        parts.append(_("also online"))
    parts.append(str(spoken_in(event)))
    if event.is_off:
        parts.append(event.get_status_display())
    elif not event.is_public:
        parts.append(_("Not going ahead"))
    elif event in full:
        parts.append(_("Full"))
    if event.is_example:
        parts.append(_("Example"))
    return " · ".join(part for part in parts if part)
