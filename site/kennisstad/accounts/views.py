from typing import NoReturn

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.chooser import BaseLinkFormView, ExternalLinkView


class LinkOut(ExternalLinkView):
    """Keeps an address as it was typed: Wagtail would look up whose page it is and tell the title of its draft."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if f"{self.form_prefix}-url" not in request.POST:
            raise BadRequest
        return BaseLinkFormView.post(self, request)


def nothing_here(request: HttpRequest) -> NoReturn:
    raise Http404
