"""The one place that decides who may see or change what."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from .models import Organisation, User

EDITORS = "Redactie"

type AnyUser = User | AnonymousUser


def is_administrator(user: AnyUser) -> bool:
    return user.is_active and user.is_superuser


def is_editor(user: AnyUser) -> bool:
    """Editors look after the whole site and the newsletter; an administrator is one too."""
    return is_administrator(user) or (user.is_active and user.groups.filter(name=EDITORS).exists())


def organisations_of(user: AnyUser) -> QuerySet[Organisation]:
    """The organisations whose events the user may manage."""
    if is_editor(user):
        return Organisation.objects.all()
    if not user.is_active or user.is_anonymous:
        return Organisation.objects.none()
    return Organisation.objects.filter(group__user=user)


def may_manage(user: AnyUser, organisation: Organisation | None) -> bool:
    return organisation is not None and organisations_of(user).filter(pk=organisation.pk).exists()


def visible_to[M: Model](
    user: AnyUser, rows: QuerySet[M], field: str = "organisation"
) -> QuerySet[M]:
    """The rows of the user's own organisations."""
    conditions: dict[str, Any] = {f"{field}__in": organisations_of(user)}
    return rows if is_editor(user) else rows.filter(**conditions)
