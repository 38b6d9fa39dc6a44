from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock

from events.models import Event
from kennisstad import dates


class SearchByTitle(BaseFilterForm):  # type: ignore[misc]
    q = forms.CharField(label=_("Search by name"), required=False)

    def filter(self, objects: QuerySet[Event]) -> QuerySet[Event]:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return objects.filter(title__icontains=self.search_query) if self.is_searching else objects


class _PublicEvents:
    """What anybody can see in the calendar, the newest on top; drafts have no row."""

    ordering = "-starts_at"
    filter_form_class = SearchByTitle

    def get_object_list(self) -> QuerySet[Event]:
        return Event.objects.public()

    @property
    def columns(self) -> list[Column]:
        when = Column("starts_at", label=_("When"), accessor=dates.when)
        return [self.title_column, when]  # type: ignore[attr-defined]


class ChoosePublicEvent(_PublicEvents, ChooseView):  # type: ignore[misc]
    pass


class ChoosePublicEventResults(_PublicEvents, ChooseResultsView):  # type: ignore[misc]
    pass


class ByUuid(ChooserBlock):  # type: ignore[misc]
    """Stored content holds keys as text; Wagtail looks them up as they stand, and finds none."""

    def bulk_to_python(self, values: list[str | UUID | None]) -> list[Event | None]:
        found: list[Event | None] = super().bulk_to_python([value and UUID(str(value)) for value in values])
        return found

    def get_form_state(self, value: Event | None) -> dict[str, str] | None:
        """For the editor's script, in JSON."""
        state = super().get_form_state(value)
        return state and state | {"id": str(state["id"])}


class EventChooserViewSet(ChooserViewSet):  # type: ignore[misc]
    model = Event
    icon = "date"
    choose_one_text = _("Choose an event")
    choose_another_text = _("Choose another event")
    choose_view_class = ChoosePublicEvent
    choose_results_view_class = ChoosePublicEventResults
    base_block_class = ByUuid
    per_page = 20


viewset = EventChooserViewSet("newsletter_events")
EventChooserBlock = viewset.get_block_class(name="EventChooserBlock", module_path="newsletter.choosers")
