"""Saying in the CMS why something can't be deleted: other rows still need it."""

from collections import Counter
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class ProtectedErrorMiddleware:
    """Each view of Wagtail deletes in its own way, and few of them expect a refusal of the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match error:
            case ProtectedError():
                rows = error.protected_objects
            case RestrictedError():
                rows = error.restricted_objects
            case _:
                return None
        words = _("Nothing is deleted, because it is still in use: %(rows)s. First change it there.")
        messages.error(request, words % {"rows": _counted(rows)})
        return redirect(request.get_full_path())


def _counted(rows: set[Model]) -> str:
    """12 evenementen, 1 organisatie"""
    counts = Counter(type(row) for row in rows)
    return ", ".join(
        f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
        for model, count in sorted(counts.items(), key=lambda item: item[0]._meta.label)
    )
