"""Pages of the CMS for editors or administrators. Everybody else finds nothing there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from .access import AnyUser, is_administrator, is_editor
from .models import User

type View = Callable[..., HttpResponse]


class AuthenticatedHttpRequest(HttpRequest):
    """What a view meets behind the door below."""

    user: User


def editors_only(view: View) -> View:
    return _only(is_editor, view)


def administrators_only(view: View) -> View:
    return _only(is_administrator, view)


def _only(may_enter: Callable[[AnyUser], bool], view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_enter(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
