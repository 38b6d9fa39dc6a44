"""The one place that decides who may see or change what."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page, PagePermissionTester
from wagtail.permissions import policy_registry

from .models import Organisation, User

EDITORS = "Redactie"

type AnyUser = User | AnonymousUser


@dataclass(frozen=True)
class UserScope:
    """For whom somebody works. Asked once per request, because lists ask it for every row."""

    is_editor: bool = False
    organisations: frozenset[int] = frozenset()


def user_scope(user: AnyUser) -> UserScope:
    if isinstance(user, AnonymousUser) or not user.is_active:
        return UserScope()
    if user.cached_scope is None:
        user.cached_scope = _look_up(user)
    return user.cached_scope


def _look_up(user: User) -> UserScope:
    if user.is_superuser or user.groups.filter(name=EDITORS).exists():
        return UserScope(is_editor=True)
    mine = Organisation.objects.filter(group__user=user).values_list("pk", flat=True)
    return UserScope(organisations=frozenset(mine))


def is_administrator(user: AnyUser) -> bool:
    return user.is_active and user.is_superuser


def is_editor(user: AnyUser) -> bool:
    """Editors look after the whole site and the newsletter; an administrator is one too."""
    return user_scope(user).is_editor


def is_staff(user: AnyUser) -> bool:
    """Somebody with work to do here."""
    return is_editor(user) or bool(user_scope(user).organisations)


def organisations_of(user: AnyUser) -> QuerySet[Organisation]:
    """The organisations whose events the user may manage."""
    everybody = Organisation.objects.all()
    return everybody if is_editor(user) else everybody.filter(pk__in=user_scope(user).organisations)


def members_of(organisation: Organisation) -> QuerySet[User]:
    """Who works for it and has logged in before, in the order in which they came."""
    return _at_work().filter(groups=organisation.group_id)


def editors() -> QuerySet[User]:
    return _at_work().filter(Q(groups__name=EDITORS) | Q(is_superuser=True)).distinct()


def _at_work() -> QuerySet[User]:
    return User.objects.filter(is_active=True, invited_at=None).order_by("pk")


def may_manage(user: AnyUser, organisation: Organisation | None) -> bool:
    if organisation is None:
        return False
    return is_editor(user) or organisation.pk in user_scope(user).organisations


def visible_to[M: Model](user: AnyUser, rows: QuerySet[M], field: str = "organisation") -> QuerySet[M]:
    """The rows of the user's own organisations."""
    if is_editor(user):
        return rows
    conditions: dict[str, Any] = {f"{field}__in": user_scope(user).organisations}
    return rows.filter(**conditions)


def choosable_by[M: Model](user: AnyUser, rows: QuerySet[M], field: str = "organisation") -> QuerySet[M]:
    """The rows of the user's own organisations, and those that are for everybody."""
    if is_editor(user):
        return rows
    return rows.filter(Q((f"{field}__in", user_scope(user).organisations)) | Q((field, None)))


def may_edit(user: AnyUser, page: Page) -> bool:
    """The page stands below one of the user's own."""
    return policy_registry.get_by_type(Page).user_has_any_permission_for_instance(
        user, {"change", "publish"}, page
    )


class OrganiserPagePermissionTester(PagePermissionTester):
    """An organiser's page stays where it is: below their own organiser. So no menu offers to move it."""

    def can_move(self) -> bool:
        return is_editor(self.user) and super().can_move()


def pages_in_view(user: AnyUser) -> QuerySet[Page]:
    """The user's own pages and the way to them: all that lists and choosers may show."""
    return policy_registry.get_by_type(Page).explorable_instances(user)
