"""What of Wagtail's interface is open to organisers. Everything that is not named here is closed to them.

Wagtail's own checks let some things through: titles of other organisations' drafts in reports, in its
admin API, in bulk actions and in choosers. So an organiser meets this gate first, and what a new version
of Wagtail adds stays closed until somebody opens it here.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, TaskState, UploadedFile
from wagtail.models.pages import PageQuerySet
from wagtail.permissions import policy_registry

from . import access
from .access import AnyUser

type View = Callable[..., HttpResponse]

WITHOUT_SIGNING_IN = {
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
FRAME = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_dismissibles",
    "wagtailadmin_block_preview",
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
}
BROWSING = {
    "wagtailadmin_explore_root",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
}
WRITING = {
    f"wagtailadmin_pages:{name}"
    for name in (
        "add",
        "add_subpage",
        "preview_on_add",
        "edit",
        "preview_on_edit",
        "view_draft",
        "usage",
        "copy",
        "delete",
        "unpublish",
        "lock",
        "unlock",
        "history",
        "history_results",
        "revisions_index",
        "revisions_view",
        "revisions_revert",
        "revisions_unschedule",
        "revisions_compare",
        "workflow_action",
        "collect_workflow_action_data",
        "confirm_workflow_cancellation",
        "workflow_preview",
        "workflow_history",
        "workflow_history_detail",
    )
}
MEDIA = {
    f"{namespace}:{name}"
    for namespace, names in {
        "wagtailimages": (
            "index index_results add edit delete image_usage add_multiple edit_multiple"
            " create_multiple_from_uploaded_image delete_multiple delete_upload_multiple"
        ),
        "wagtaildocs": (
            "index index_results add edit delete document_usage add_multiple edit_multiple"
            " create_multiple_from_uploaded_document delete_multiple delete_upload_multiple"
        ),
        "wagtailimages_chooser": "choose choose_results chosen chosen_multiple create select_format",
        "wagtaildocs_chooser": "choose choose_results chosen chosen_multiple create",
    }.items()
    for name in names.split()
}
NOWHERE = "wagtail.admin.views.home.default"
BULK = "wagtail_bulk_action"
BULK_ACTIONS = {"delete", "publish", "unpublish", "add_tags", "add_to_collection"}
ALLOWED_VIEWS = FRAME | BROWSING | WRITING | MEDIA | {BULK, NOWHERE}

# By which arguments of its address a view finds its rows.
PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk")
MEDIA_ARGUMENTS = ("image_id", "document_id", "doc_id", "pk")
UPLOAD_ARGUMENTS = ("uploaded_file_id",)
WORKFLOW_ARGUMENTS = {
    "task_id": "task",
    "task_state_id": "pk",
    "workflow_state_id": "workflow_state",
}
# By which parameters after the question mark, or in a form, it finds pages.
PAGE_PARAMETERS = ("id", "childOf", "target_pages[]", "parent_page_id", "new_parent_page")
NUMBER = re.compile(r"\d{1,18}")


def allowlisted(view: View) -> View:
    """Editors pass; organisers pass where it is open and for what is theirs. Our own views decide for themselves.

    Raises `PermissionDenied` for what is closed, and `Http404` for a row of somebody else, as if it did not exist.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            _check_workflow(kwargs)
        if _needs_no_check(request):
            return view(request, *args, **kwargs)

        name = _view_name(request)
        if name.startswith("wagtail") and name not in ALLOWED_VIEWS:
            raise PermissionDenied
        if name == "wagtailadmin_choose_page":
            return _start_choosing_at_home(request)
        if name == BULK:
            _check_bulk(request, **kwargs)
        elif name in BROWSING:
            _check_among(access.pages_in_view(request.user), _pages_in(request, kwargs))
        elif name in WRITING:
            _check_editable(request.user, _pages_in(request, kwargs))
        elif name in MEDIA:
            _check_media(request, name, kwargs)
        return view(request, *args, **kwargs)

    return guarded


def _needs_no_check(request: HttpRequest) -> bool:
    """Somebody who is not signed in meets Wagtail's own door."""
    user = request.user
    return user.is_anonymous or access.is_editor(user) or _view_name(request) in WITHOUT_SIGNING_IN


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _pages_in(request: HttpRequest, arguments: Mapping[str, Any]) -> list[str]:
    """The keys of all pages that a request names, as they were typed."""
    in_address = [str(arguments[name]) for name in PAGE_ARGUMENTS if name in arguments]
    given = [request.GET.getlist(name) + request.POST.getlist(name) for name in PAGE_PARAMETERS]
    return in_address + [value for values in given for value in values if value]


def _check_workflow(arguments: dict[str, Any]) -> None:
    """Wagtail finds these by their own number, whichever page they belong to."""
    wanted = {field: arguments[name] for name, field in WORKFLOW_ARGUMENTS.items() if name in arguments}
    if "page_id" not in arguments or not wanted:
        return
    revisions = Revision.page_revisions.filter(object_id=str(arguments["page_id"]))
    if not TaskState.objects.filter(revision__in=revisions, **wanted).exists():
        raise Http404


def _check_bulk(request: HttpRequest, app_label: str, model_name: str, action: str) -> None:
    """Only chosen rows of one's own: Wagtail names the others in its refusal."""
    if action not in BULK_ACTIONS or "all" in request.GET.getlist("id"):
        raise PermissionDenied
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        raise Http404 from None
    if model is Page:
        _check_editable(request.user, _pages_in(request, {}))
        return
    policy = policy_registry.get_by_type(model, fallback=False)
    if policy is None:
        raise PermissionDenied
    own = policy.instances_user_has_any_permission_for(request.user, ["change", "delete"])
    _check_among(own, request.GET.getlist("id"))


def _check_media(request: HttpRequest, name: str, arguments: dict[str, Any]) -> None:
    """Wagtail refuses what belongs to others in other words than what does not exist."""
    model = get_image_model() if name.startswith("wagtailimages") else get_document_model()
    in_view = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
        request.user, ["choose", "change", "delete"]
    )
    uploads = UploadedFile.objects.filter(uploaded_by_user=request.user)
    _check_among(in_view, [str(arguments[name]) for name in MEDIA_ARGUMENTS if name in arguments])
    _check_among(uploads, [str(arguments[name]) for name in UPLOAD_ARGUMENTS if name in arguments])


def _check_editable(user: AnyUser, keys: Iterable[str]) -> None:
    wanted = _numbers(keys)
    pages = Page.objects.filter(pk__in=wanted)
    if len(pages) != len(wanted) or not all(access.may_edit(user, page) for page in pages):
        raise Http404


def _check_among(rows: QuerySet[Any], keys: Iterable[str]) -> None:
    wanted = _numbers(keys)
    if wanted and rows.filter(pk__in=wanted).count() != len(wanted):
        raise Http404


def _numbers(keys: Iterable[str]) -> set[int]:
    """Digits alone: Python takes `1_31` for a number too, but Wagtail decodes it into another one."""
    given = list(keys)
    if not all(NUMBER.fullmatch(key) for key in given):
        raise Http404
    return {int(key) for key in given}


def _start_choosing_at_home(request: HttpRequest) -> HttpResponse:
    """Wagtail starts at the root or above the only page of a type, whoever that belongs to."""
    home = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
    if home is None:
        raise PermissionDenied
    address = reverse("wagtailadmin_choose_page_child", args=[home.pk])
    return redirect(f"{address}?{request.GET.urlencode()}")


def limit_page_chooser(pages: PageQuerySet[Any], request: HttpRequest) -> PageQuerySet[Any]:
    """For choosers, their search included."""
    return pages.filter(pk__in=access.pages_in_view(request.user).values("pk"))
