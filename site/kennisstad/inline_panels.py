"""Children of a page in its editor: a version holds them itself, also when their rows are gone by now."""

from typing import Any

from django import forms
from django.forms.models import BaseModelFormSet
from django.utils.functional import cached_property
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel


class RevisionFormSet(BaseChildFormSet):
    """Knows a child by its own version, where Wagtail asks the database."""

    identity = "id"

    def add_fields(self, form: forms.ModelForm[Any], index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["id"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=form.instance.pk
        )

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if self.is_bound:
            kwargs["instance"] = self._child(self.data.get(f"{self.add_prefix(i)}-{self.identity}", ""))
        elif i < self.initial_form_count():
            kwargs["instance"] = self.get_queryset()[i]
        # Past modelcluster's own, which cannot look for a child that has no row. It has no types, so nobody can
        # tell mypy that it is a formset of Django's.
        return super(BaseModelFormSet, self)._construct_form(i, **kwargs)  # type: ignore[misc]

    def _child(self, identity: str) -> Any:
        """Each once, whatever arrives; a new one when this version has no such child."""
        if identity in self._asked:
            return self.model()
        self._asked.add(identity)
        return self._known.get(identity) or self.new_child(identity)

    @cached_property
    def _asked(self) -> set[str]:
        return set()

    @cached_property
    def _known(self) -> dict[str, Any]:
        return {str(getattr(child, self.identity)): child for child in self.get_queryset()}

    def new_child(self, _identity: str) -> Any:
        return self.model()

    def save(self, commit: bool = True) -> Any:
        """What has no row and was left as it is would be taken for removed."""
        saved = super().save(commit=False)
        manager = getattr(self.instance, self.rel_name)
        deleted = self.deleted_forms
        kept = [
            form.instance for form in self.initial_forms if form not in deleted and not form.has_changed()
        ]
        manager.add(*(child for child in kept if child.pk is None))
        if commit:
            manager.commit()
        return saved


class RevisionInlinePanel(InlinePanel):
    formset_class: type[RevisionFormSet] = RevisionFormSet

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset_class
        return options
