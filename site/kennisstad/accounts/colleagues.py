"""Colleagues in the CMS: inviting them, and helping who lost the way in."""

from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.users.views.bulk_actions import SetActiveStateBulkAction
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from . import emails, invitations, second_factor_reset, sessions
from .decorators import AuthenticatedHttpRequest, administrators_only
from .forms import ColleagueForm, InvitationForm
from .models import User
from .second_factor import PROOFS

has_second_factor = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=PROOFS))


class ColleaguesView(IndexView):
    add_item_label = gettext_lazy("Invite a colleague")

    @cached_property
    def columns(self) -> list[Column]:
        columns: list[Column] = super().columns
        for column in columns:
            if column.name == User.USERNAME_FIELD:
                column.label = _("Email")
        return [*columns, Column("signing_in", accessor=state_of, label=_("Signing in"))]

    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().annotate(has_second_factor=has_second_factor)


class InviteView(CreateView):
    page_title = page_subtitle = gettext_lazy("Invite a colleague")
    submit_button_label = gettext_lazy("Send the invitation")
    success_message = gettext_lazy("The invitation to %(object)s is on its way.")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, _here = super().get_breadcrumbs_items()
        return [*above, {"url": "", "label": self.page_title}]

    def save_instance(self) -> User:
        user: User = super().save_instance()
        invitations.invite(user, self.request.user)
        return user


class ColleagueView(EditView):
    def save_instance(self) -> User:
        user: User = super().save_instance()
        if not user.is_active:
            sessions.end_all_of(user)
        if "email" in self.form.changed_data:
            self._go_on_at_new_address(user)
        return user

    def _go_on_at_new_address(self, user: User) -> None:
        if user.invited_at:
            invitations.invite(user, self.request.user)
        else:
            emails.tell_of_change(user, "address_changed", to=self.form.initial["email"])


class ColleaguesViewSet(UserViewSet):
    index_view_class = ColleaguesView
    add_view_class = InviteView
    edit_view_class = ColleagueView

    def get_form_class(self, for_update: bool = False) -> type:
        return ColleagueForm if for_update else InvitationForm


def state_of(user: Any) -> str:
    """The user as the list has it, with what was looked up for all."""
    if user.invited_at is None:
        return "" if user.has_second_factor else _("No second step yet")
    if user.invited_at + invitations.VALID < timezone.now():
        return _("Invitation too old")
    day = timezone.localtime(user.invited_at)
    return _("Invited on %(day)s") % {"day": f"{day:%d-%m}"}


def buttons(user: Any, request_user: User) -> Iterator[Button]:
    if user.invited_at and user.is_active:
        yield Button(_("Invite again"), reverse("invite_again", args=[user.pk]), icon_name="mail", priority=5)
    if user.has_second_factor and user != request_user:
        address = reverse("reset_second_factor", args=[user.pk])
        yield Button(_("Lost the second step"), address, icon_name="key", priority=6)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def invite_again(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, invited_at__isnull=False, is_active=True)
    return _asked_first(
        request,
        user,
        title=_("Invite again"),
        words=_("%(name)s gets a new link at %(address)s. The earlier one stops working."),
        rule=invitations.invite,
        done=_("The invitation to %(name)s is on its way."),
    )


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Of somebody else: who is inside changes their own on the pages of their account."""
    user = get_object_or_404(User.objects.exclude(pk=request.user.pk), pk=pk)
    return _asked_first(
        request,
        user,
        title=_("Reset the second step"),
        words=_(
            "Do this only for somebody you see or know by voice. %(name)s is signed out everywhere, hears of it at"
            " %(address)s, and sets up a new second step at the next sign-in."
        ),
        rule=second_factor_reset.reset_second_factor,
        done=_("%(name)s sets up a new second step at the next sign-in."),
    )


def _asked_first(
    request: AuthenticatedHttpRequest,
    user: User,
    *,
    title: str,
    words: str,
    rule: Callable[[User, User], None],
    done: str,
) -> HttpResponse:
    named = {"name": str(user), "address": user.email}
    if request.method == "POST":
        rule(user, request.user)
        messages.success(request, done % named)
        return redirect("wagtailusers_users:index")
    context = {"page_title": title, "page_subtitle": str(user), "words": words % named, "header_icon": "user"}
    return render(request, "accounts/asked_first.html", context)


def after_bulk_action(request: HttpRequest, action_type: str, users: list[Any], action: object) -> None:
    if isinstance(action, SetActiveStateBulkAction):
        for user in User.objects.filter(pk__in=[user.pk for user in users], is_active=False):
            sessions.end_all_of(user)
