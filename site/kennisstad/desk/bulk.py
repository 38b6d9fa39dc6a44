"""Publishing several pages at once: all of them, or none and the names of those that ask for attention."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.models import Page

from events.models import ChangeNote, EventPage
from kennisstad.accounts.page_messages import redirect_with_error, titles
from registrations.change_mails import expected_notifications


def only_complete_pages(
    request: HttpRequest, _action_type: str, pages: list[Page], action: object
) -> HttpResponse | None:
    if not isinstance(action, PublishBulkAction):
        return None
    below = action.cleaned_form.cleaned_data["include_descendants"]
    unfinished = [page for page in _chosen(pages, below=below) if not _is_complete(page)]
    if not unfinished:
        return None
    words = _(
        "Nothing is published. Not complete yet: %(titles)s. Open the draft, fill in what is missing and"
        " publish it there."
    )
    return redirect_with_error(request, words % {"titles": titles(unfinished)}, pages[0])


def only_what_nobody_hears_of(
    request: HttpRequest, _action_type: str, pages: list[Page], action: object
) -> HttpResponse | None:
    """Who hears of a change is asked for one event at a time; what was chosen for a version holds here too."""
    if not isinstance(action, PublishBulkAction):
        return None
    below = action.cleaned_form.cleaned_data["include_descendants"]
    concerning = [page for page in _chosen(pages, below=below) if _asks_who_hears(page)]
    if not concerning:
        return None
    words = _(
        "Nothing is published. People registered who would get a mail: %(titles)s. Open the draft and"
        " publish it there, then you choose who hears of it."
    )
    return redirect_with_error(request, words % {"titles": titles(concerning)}, pages[0])


def _asks_who_hears(page: Page) -> bool:
    if (
        page.specific_class is not EventPage
        or ChangeNote.objects.filter(revision=page.latest_revision_id).exists()
    ):
        return False
    return bool(expected_notifications(page.get_latest_revision_as_object()).people)


def _chosen(pages: Iterable[Page], *, below: bool) -> Iterator[Page]:
    for page in pages:
        yield page
        if below:
            yield from page.get_descendants().not_live()


def _is_complete(page: Page) -> bool:
    draft = page.get_latest_revision_as_object()
    draft.live = True
    try:
        draft.full_clean()
    except ValidationError:
        return False
    # What a page is linked to, only forms look at, not `full_clean`.
    required = [field.name for field in draft._meta.many_to_many if not field.blank]
    return all(getattr(draft, name).exists() for name in required)
