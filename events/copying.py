"""An organiser has one page, so neither that nor a page above it can be copied."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from kennisstad.accounts.page_messages import redirect_with_error, titles

from .models import OrganiserPage


def keep_organisers_single(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not OrganiserPage.objects.descendant_of(page, inclusive=True).exists():
        return None
    words = _("An organiser has one page. So %(titles)s can't be copied; an event below it can.")
    return redirect_with_error(request, words % {"titles": titles([page])}, page)
