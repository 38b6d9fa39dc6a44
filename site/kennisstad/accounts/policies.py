"""What Wagtail's lists, forms and choosers ask, answered by `access`."""

from collections.abc import Collection

from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from . import access
from .access import AnyUser
from .models import Organisation, User

LOOKING = {"choose"}


class OwnRowsPolicy(BasePermissionPolicy):
    """Rows with an organisation: each partner keeps its own, and chooses from its own and the shared ones."""

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        return access.is_staff(user)

    def user_has_permission_for_instance(self, user: AnyUser, action: str, instance: Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: AnyUser, actions: Collection[str], instance: Model
    ) -> bool:
        organisation = instance.organisation  # type: ignore[attr-defined]
        if organisation is None and LOOKING & set(actions):
            return access.is_staff(user)
        return access.is_editor(user) or access.may_manage(user, organisation)

    def instances_user_has_any_permission_for(
        self, user: AnyUser, actions: Collection[str]
    ) -> QuerySet[Model]:
        rule = access.choosable_by if LOOKING & set(actions) else access.visible_to
        return rule(user, self.model.objects.all())

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        in_charge = Q(is_superuser=True) | Q(groups__name=access.EDITORS)
        return User.objects.filter(
            in_charge | Q(groups__organisation__isnull=False), is_active=True
        ).distinct()


class EditorsPolicy(BasePermissionPolicy):
    """Lists that only editors keep, and from which all staff choose."""

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        return access.is_staff(user) if action in LOOKING else access.is_editor(user)

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        in_charge = Q(is_superuser=True) | Q(groups__name=access.EDITORS)
        return User.objects.filter(in_charge, is_active=True).distinct()


class OrganisationsPolicy(BasePermissionPolicy):
    """Administrators keep the partners; everybody else chooses from those they work for."""

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        return access.is_staff(user) if action in LOOKING else access.is_administrator(user)

    def instances_user_has_any_permission_for(
        self, user: AnyUser, actions: Collection[str]
    ) -> QuerySet[Organisation]:
        if LOOKING & set(actions) or access.is_administrator(user):
            return access.organisations_of(user)
        return Organisation.objects.none()

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        return User.objects.filter(is_superuser=True, is_active=True)


class ColleaguesPolicy(BasePermissionPolicy):
    """Administrators alone, whatever a group was given: who may change a user may become any."""

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        return access.is_administrator(user)

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[User]:
        return User.objects.filter(is_superuser=True, is_active=True)
