"""Lists and choosers in Wagtail that keep partners apart. Wagtail's own check the model but not the row."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from wagtail.admin.panels import ObjectList
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser, history, usage
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from .choices import OwnRowForm


class _OwnRow:
    def get_object(self, *args: Any) -> Model:
        row = super().get_object(*args)  # type: ignore[misc]
        policy = policy_registry.get_by_type(type(row))
        if not policy.user_has_permission_for_instance(self.request.user, "change", row):  # type: ignore[attr-defined]
            raise Http404
        return row


class OwnRowsIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_permission_for(self.request.user, "change")


class OwnRowEditView(_OwnRow, generic.EditView):
    pass


class OwnRowDeleteView(_OwnRow, generic.DeleteView):
    pass


class OwnRowHistoryView(_OwnRow, history.HistoryView):
    pass


class OwnRowUsageView(_OwnRow, usage.UsageView):
    pass


class OwnRowsViewSet(ModelViewSet):
    """For rows with an `organisation`."""

    index_view_class = OwnRowsIndexView
    edit_view_class = OwnRowEditView
    delete_view_class = OwnRowDeleteView
    history_view_class = OwnRowHistoryView
    usage_view_class = OwnRowUsageView
    copy_view_enabled = False
    row_form_class: type[OwnRowForm] = OwnRowForm

    def get_edit_handler(self) -> Any:
        panels = ObjectList(self.model.panels, base_form_class=self.row_form_class)
        return panels.bind_to_model(self.model)


class _OwnRows:
    def get_object_list(self) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model_class)  # type: ignore[attr-defined]
        return policy.instances_user_has_permission_for(self.request.user, "choose")  # type: ignore[attr-defined]

    def get_object(self, pk: str) -> Any:
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        return self.get_object_list().filter(pk__in=pks)

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return super().get_creation_form_kwargs() | {"for_user": self.request.user}  # type: ignore[misc,attr-defined]


class OwnRowsChooseView(_OwnRows, chooser.ChooseView):
    pass


class OwnRowsChooseResultsView(_OwnRows, chooser.ChooseResultsView):
    pass


class OwnRowChosenView(_OwnRows, chooser.ChosenView):
    pass


class OwnRowsChosenView(_OwnRows, chooser.ChosenMultipleView):
    pass


class OwnRowCreateView(_OwnRows, chooser.CreateView):
    pass


class OwnRowsChooserViewSet(ChooserViewSet):
    choose_view_class = OwnRowsChooseView
    choose_results_view_class = OwnRowsChooseResultsView
    chosen_view_class = OwnRowChosenView
    chosen_multiple_view_class = OwnRowsChosenView
    create_view_class = OwnRowCreateView
