"""Saying no in the CMS: in words, back on the list one came from."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page


def redirect_with_error(request: HttpRequest, words: str, page: Page) -> HttpResponse:
    messages.error(request, words)
    siblings = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    return redirect(get_valid_next_url_from_request(request) or siblings)


def titles(pages: Iterable[Page]) -> str:
    return ", ".join(_("“%(title)s”") % {"title": page.get_admin_display_title()} for page in pages)
