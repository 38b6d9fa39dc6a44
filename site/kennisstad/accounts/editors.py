"""Pages of the CMS for editors. Everybody else finds nothing there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from .access import is_editor
from .models import User

type View = Callable[..., HttpResponse]


class EditorsRequest(HttpRequest):
    """What a view meets behind the door below."""

    user: User


def editors_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_editor(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
