"""An issue that was approved stays, because its mailing tells what went out and to whom."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction
from wagtail.models import Page

from kennisstad.accounts.page_messages import redirect_with_error, titles
from newsletter.models import IssuePage


def refuse_deleting_sent_issues(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _keep(request, [page])


def refuse_bulk_deleting_sent_issues(
    request: HttpRequest, _action_type: str, pages: list[Page], action: object
) -> HttpResponse | None:
    return _keep(request, pages) if isinstance(action, DeleteBulkAction) else None


def _keep(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    for page in pages:
        sent = IssuePage.objects.descendant_of(page, inclusive=True).exclude(mailing=None)
        if sent:
            words = _(
                "Nothing is deleted. We keep what was sent: %(titles)s. You can unpublish an issue; then it is no"
                " longer in the archive."
            )
            return redirect_with_error(request, words % {"titles": titles(sent)}, page)
    return None
