"""Forms in which an organiser can choose only what is theirs or everybody's, also by a made-up request."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.forms import BaseModelForm, ModelChoiceField, ModelMultipleChoiceField
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import Page
from wagtail.permissions import policy_registry

from kennisstad.revision_references import rows_in_stream

from . import access
from .access import AnyUser
from .stream_field_widget import OwnBlocksWidget


class OwnChoicesPageForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        streams = self.instance.get_streamfield_names()
        self.used_before = {row for name in streams for row in rows_in_stream(getattr(self.instance, name))}
        limit_choices(self, self.for_user)
        for name in streams:
            if name in self.fields:
                self.fields[name].widget = OwnBlocksWidget(self.fields[name].block, self._may_use)

    def _may_use(self, model: type[Model], pk: str) -> bool:
        return (model, pk) in self.used_before or may_use(self.for_user, model, pk)


class OwnRowForm(WagtailAdminModelForm):
    """A new row belongs to the organisation of whoever makes it; who works for several chooses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_choices(self, self.for_user)
        if not access.is_editor(self.for_user):
            self._settle_organisation()

    def _settle_organisation(self) -> None:
        own = list(access.organisations_of(self.for_user))
        field = self.fields["organisation"]
        field.required, field.empty_label = True, None
        if len(own) == 1:
            self.instance.organisation = self.instance.organisation if self.instance.pk else own[0]
            del self.fields["organisation"]


def limit_choices(form: BaseModelForm[Any], user: AnyUser) -> None:
    """In the form and in the forms within it."""
    for name, field in form.fields.items():
        if isinstance(field, ModelChoiceField):
            _limit_field(form, name, field, user)
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            limit_choices(child, user)


def choosable(user: AnyUser, model: type[Model]) -> QuerySet[Any] | None:
    """Nothing when the model is no organisation's business."""
    policy = policy_registry.get_by_type(model, fallback=False)
    return policy and policy.instances_user_has_any_permission_for(user, ["choose"])


def may_use(user: AnyUser, model: type[Model], pk: Any) -> bool:
    rows = access.pages_in_view(user) if issubclass(model, Page) else choosable(user, model)
    return rows is None or rows.filter(pk=pk).exists()


def _limit_field(form: BaseModelForm[Any], name: str, field: ModelChoiceField[Any], user: AnyUser) -> None:
    rows: Any = field.queryset
    own = choosable(user, rows.model)
    if own is None:
        return
    several = isinstance(field, ModelMultipleChoiceField)
    chosen = form.initial.get(name)
    # What was chosen before, by somebody who may choose more, may stay. A form holds rows or their keys.
    current = [row.pk if isinstance(row, Model) else row for row in (chosen or () if several else [chosen])]
    kept = Q(pk__in=[pk for pk in current if pk is not None])
    field.queryset = rows.filter(Q(pk__in=own.values("pk")) | kept)
    if form.is_bound and not several:
        key = form.add_prefix(name)
        try:
            field.to_python(form.data.get(key))
        except ValidationError:
            # A refused form shows what was chosen: never somebody else's row.
            shown: Any = form.data
            shown = shown.copy()
            shown[key] = ""
            form.data = shown
