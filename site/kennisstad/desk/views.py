"""The organiser's own pages in the CMS."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kennisstad.accounts import access
from kennisstad.accounts.models import User
from kennisstad.web.cms_header import cms_header

from .drafting import start_event
from .event_rows import drafts, event_rows, pages_of, past, upcoming
from .forms import NewEventForm

PER_PAGE = 25
WHICH = {"upcoming": upcoming, "drafts": drafts, "past": past}


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    user = _staff_only(request)
    which = request.GET.get("which", "")
    which = which if which in WHICH else "upcoming"
    pages = WHICH[which](pages_of(user))
    query = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    found = pages.filter(draft_title__icontains=query) if query else pages
    page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "which": which,
        "choices": _choices(),
        "query": query,
        "page_obj": page_obj,
        "lines": event_rows(page_obj.object_list),
    }
    return render(request, "desk/events.html", context | cms_header(_("Events")))


@require_http_methods(["GET", "HEAD", "POST"])
def new_event(request: HttpRequest) -> HttpResponse:
    user = _staff_only(request)
    form = NewEventForm(request.POST or None, user=user)
    if form.can_be_filled_in and form.is_valid():
        page = start_event(form.organiser_page, user, **form.draft)
        messages.success(request, _("Your draft is ready. Fill in the rest, and publish it when you want."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    status = 422 if form.is_bound else 200
    return render(request, "desk/new_event.html", {"form": form} | cms_header(_("New event")), status=status)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/help.html", cms_header(_("Help")))


def _staff_only(request: HttpRequest) -> User:
    user = request.user
    if user.is_anonymous or not access.is_staff(user):
        raise PermissionDenied
    return user


def _choices() -> list[tuple[str, str]]:
    return [("upcoming", _("Upcoming")), ("drafts", _("Drafts")), ("past", _("Past"))]
