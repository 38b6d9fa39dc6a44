"""What an editor should know before approving."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsletter.models import IssuePage, Subscriber


def draft_warnings(draft: IssuePage) -> list[str]:
    """In words. None of them keeps the issue from being sent."""
    return [*_about_events(draft), *_about_english(draft), *_about_the_day(draft)]


def _about_events(draft: IssuePage) -> Iterator[str]:
    upcoming = {mention["event"].pk for mention in draft.mentions("events")}
    events = draft.load_events()
    for event in events:
        if event.is_off or not event.is_public:
            yield _("“%(event)s” does not go ahead.") % {"event": event.title}
        elif event.pk in upcoming and event.is_over():
            yield _("“%(event)s” is over already.") % {"event": event.title}
    if examples := sum(event.is_example for event in events):
        words = ngettext(
            "%(count)d event is only an example.", "%(count)d events are only examples.", examples
        )
        yield words % {"count": examples}


def _about_english(draft: IssuePage) -> Iterator[str]:
    readers = Subscriber.objects.confirmed().filter(language="en").count()
    if readers and not (draft.title_en and (draft.introduction_en or not draft.introduction)):
        yield _("The subject or the introduction has no English text: English readers see the Dutch one.")


def _about_the_day(draft: IssuePage) -> Iterator[str]:
    if draft.period_start and draft.period_start > timezone.localdate():
        yield _("This issue is meant for a later day. Approving sends it now.")
