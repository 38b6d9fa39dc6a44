from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.models import Event
from kennisstad.demo import endpoints
from kennisstad.demo.codes import evening, wall
from kennisstad.demo.content.plans import NEXT
from kennisstad.demo.demo_users import ROLES, person_of, role_of
from newsletter.models import IssuePage
from registrations.availability import sign_up_url
from registrations.doors import door_full_url
from registrations.models import Door


@require_safe
@never_cache
def tour(request: HttpRequest) -> HttpResponse:
    """Five steps through the whole main job."""
    event, following = evening(), Event.objects.public().filter(page__slug=NEXT).first()
    context = {
        "roles": ROLES,
        "evening": event,
        "following": following,
        "sign_up_url": sign_up_url(following) if following else "",
        "door_url": _door_address(event),
        "draft": IssuePage.objects.filter(live=False).order_by("-number").first(),
        "mailbox_url": endpoints.mailbox_url(),
    }
    return render(request, "demo/tour.html", context)


@require_safe
@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    event = evening()
    return render(
        request,
        "demo/codes.html",
        {"codes": wall(), "evening": event, "door_url": _door_address(event)},
    )


@require_POST
def sign_in(request: HttpRequest, role: str) -> HttpResponse:
    known = role_of(role)
    person = person_of(known) if known else None
    if person is None:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(reverse("wagtailadmin_home"))


def _door_address(event: Event | None) -> str:
    door = Door.objects.filter(event=event, revoked_at=None).first()
    return door_full_url(door) if door else ""
