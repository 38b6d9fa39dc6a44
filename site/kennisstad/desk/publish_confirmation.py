"""What an organiser is asked before a version of an event is public: who hears of it, and whether the programme moves."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin import messages
from wagtail.models import Page, Revision

from events.models import ChangeNote, EventPage
from events.programme_shift import days_moved, items_left_behind, shift_programme
from kennisstad.accounts import access
from kennisstad.web.cms_header import cms_header
from registrations.change_mails import ExpectedNotifications, expected_notifications

from .after_page_actions import after_publishing

# The names of Wagtail's buttons that hand a version to whoever approves it.
SUBMITTING = {"action-submit", "action-restart-workflow"}

YES, NO = "yes", "no"
TELLS = {
    YES: gettext_lazy("Yes"),
    NO: gettext_lazy("No: the next mail says everything that is different"),
}


class PublishingForm(forms.ModelForm[ChangeNote]):
    tells = forms.ChoiceField(
        label=gettext_lazy("Do you mail them now?"),
        choices=list(TELLS.items()),
        initial=YES,
        widget=forms.RadioSelect,
    )
    moves_programme = forms.BooleanField(
        label=gettext_lazy("Move the whole programme along"), initial=True, required=False
    )

    class Meta:
        model = ChangeNote
        fields = ["tells", "words", "words_en", "moves_programme"]
        help_texts = {
            "words": gettext_lazy("For example why. It stands in the mail, with your organisation’s name.")
        }

    def __init__(
        self, *args: Any, page: EventPage, expected: ExpectedNotifications, at_once: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unasked = []
        if not expected.people:
            unasked += ["tells", "words", "words_en"]
        elif page.is_off:
            unasked += ["tells"]
        if not at_once or not items_left_behind(page):
            unasked += ["moves_programme"]
        for name in unasked:
            del self.fields[name]

    def clean_tells(self) -> bool:
        return bool(self.cleaned_data["tells"] == YES)


def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft is saved by now, so nothing is lost when somebody thinks again."""
    if isinstance(page, EventPage) and (items_left_behind(page) or expected_notifications(page).people):
        return redirect("publish_event", page.pk, page.latest_revision_id)
    return None


def ask_before_approval(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Somebody else makes it public, but its organiser knows who should hear of it."""
    submits = not SUBMITTING.isdisjoint(request.POST)
    if submits and isinstance(page, EventPage) and expected_notifications(page).people:
        return redirect("submit_event", page.pk, page.latest_revision_id)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def publish_event(request: HttpRequest, pk: int, revision: int, *, at_once: bool = True) -> HttpResponse:
    """Or, when somebody else approves it first, keep what was chosen for that moment."""
    page = get_object_or_404(EventPage, pk=pk)
    if not access.may_edit(request.user, page):
        raise Http404
    version = get_object_or_404(page.revisions, pk=revision)
    _check_permission(request, page, at_once=at_once)
    if page.latest_revision_id != version.pk:
        messages.warning(request, _("The draft has changed since. Look at it again, and publish it there."))
        return redirect("wagtailadmin_pages:edit", pk)
    draft = version.as_object()
    answers = request.POST if request.method == "POST" else None
    stays = not at_once or (answers is not None and "moves_programme" not in answers)
    expected = expected_notifications(draft if stays else _moved_along(version))
    form = PublishingForm(answers, page=draft, expected=expected, at_once=at_once)
    if form.is_valid():
        return _publish(request, draft, version, form) if at_once else _keep(request, draft, version, form)
    context = {
        "form": form,
        "at_once": at_once,
        "expected": expected,
        "draft": draft,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[pk]),
        **(_programme(draft) if at_once else {}),
    }
    status = 422 if form.is_bound else 200
    context |= cms_header(_("Before “%(title)s” is public") % {"title": draft.title})
    return render(request, "desk/publish_event.html", context, status=status)


def _moved_along(version: Revision) -> EventPage:
    """As it will be public, unless somebody leaves the programme where it is."""
    moved: EventPage = version.as_object()
    shift_programme(moved)
    return moved


def _programme(draft: EventPage) -> dict[str, Any]:
    parts = items_left_behind(draft)
    days = days_moved(draft)
    words = (
        ngettext("One day later, at the same hours.", "%(days)d days later, at the same hours.", days)
        if days > 0
        else ngettext(
            "One day earlier, at the same hours.", "%(days)d days earlier, at the same hours.", -days
        )
    )
    return {"left_behind": parts, "how_far": words % {"days": abs(days)}}


def _check_permission(request: HttpRequest, page: EventPage, *, at_once: bool) -> None:
    """Somebody else may be looking at it, or it waits for approval."""
    allowed = page.permissions_for_user(request.user)
    if at_once and not (allowed.can_publish() and not allowed.page_locked()):
        raise PermissionDenied
    if not at_once and not (allowed.can_edit() and page.workflow_in_progress):
        raise PermissionDenied


def _note(version: Revision, form: PublishingForm) -> None:
    note: dict[str, Any] = {
        name: form.cleaned_data[name] for name in ("tells", "words", "words_en") if name in form.cleaned_data
    }
    ChangeNote.objects.update_or_create(revision=version, defaults=note)


def _keep(request: HttpRequest, draft: EventPage, version: Revision, form: PublishingForm) -> HttpResponse:
    _note(version, form)
    words = _("Your choice is kept, and holds as soon as “%(title)s” is approved.")
    messages.success(request, words % {"title": draft.title})
    return redirect("wagtailadmin_home")


def _publish(request: HttpRequest, draft: EventPage, version: Revision, form: PublishingForm) -> HttpResponse:
    if form.cleaned_data.get("moves_programme"):
        shift_programme(draft)
        version = draft.save_revision(user=request.user, log_action=True)
    _note(version, form)
    try:
        PublishPageRevisionAction(version, user=request.user).execute()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("wagtailadmin_pages:edit", draft.pk)
    published = EventPage.objects.get(pk=draft.pk)
    return after_publishing(request, published) or redirect("wagtailadmin_home")
