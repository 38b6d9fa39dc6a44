"""Publishing several pages at once: all of them, or none and the names of those that are not complete."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.models import Page

from kennisstad.accounts.refusals import refuse, titles


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
    return refuse(request, words % {"titles": titles(unfinished)}, pages[0])


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
    return not any(_lacks(draft, field) for field in draft._meta.many_to_many)


def _lacks(draft: Page, field: Field[Any, Any]) -> bool:
    """Only forms look at what a page is linked to, not `full_clean`."""
    return not field.blank and not getattr(draft, field.name).exists()
