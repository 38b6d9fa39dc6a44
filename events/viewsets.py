"""What organisers and editors keep beside their events."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from kennisstad.accounts.choices import OwnRowForm
from kennisstad.accounts.models import Organisation
from kennisstad.accounts.viewsets import OwnRowsChooserViewSet, OwnRowsViewSet

from .models import Audience, EventType, Municipality, Person, PolicyTrack, Series, Theme, Venue
from .organisers import create_partner
from .term_references import is_referenced


class CorrectedVenueForm(OwnRowForm):
    """Whoever mends a spelling mistake need not mail two hundred people about it."""

    tells = forms.BooleanField(
        label=_("Mail who registered for an event here"),
        help_text=_(
            "When the name, the street or the municipality is another one. A spelling mistake is no news."
        ),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["tells"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.tells = cleaned.get("tells", True)
        return cleaned


class VenueViewSet(OwnRowsViewSet):
    row_form_class = CorrectedVenueForm
    model = Venue
    name = "locaties"
    icon = "home"
    menu_label = _("Venues")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["name", "street", "municipality", "organisation"]
    search_fields = ["name", "street"]


class VenueForm(OwnRowForm):
    class Meta(OwnRowForm.Meta):
        model = Venue
        fields = ["name", "street", "postcode", "municipality", "accessibility", "organisation"]


class VenueChooser(OwnRowsChooserViewSet):
    model = Venue
    name = "locatie-kiezen"
    icon = "home"
    choose_one_text = _("Choose a venue")
    choose_another_text = _("Choose another venue")
    edit_item_text = _("Edit this venue")
    creation_tab_label = _("New venue")
    create_action_label = _("Save and choose")
    creation_form_class = VenueForm


class PersonViewSet(OwnRowsViewSet):
    model = Person
    name = "sprekers"
    icon = "user"
    menu_label = _("Speakers")
    menu_order = 400
    add_to_admin_menu = True
    list_display = ["name", "affiliation", "organisation"]
    search_fields = ["name", "affiliation"]


class PersonForm(OwnRowForm):
    class Meta(OwnRowForm.Meta):
        model = Person
        fields = ["name", "affiliation", "affiliation_en", "organisation"]


class PersonChooser(OwnRowsChooserViewSet):
    model = Person
    name = "spreker-kiezen"
    icon = "user"
    choose_one_text = _("Choose a speaker")
    choose_another_text = _("Choose another speaker")
    edit_item_text = _("Edit this speaker")
    creation_tab_label = _("New speaker")
    create_action_label = _("Save and choose")
    creation_form_class = PersonForm


class OrganisationForm(WagtailAdminModelForm):
    """A new partner also gets its group, its pictures and its page."""

    instance: Organisation

    def save(self, commit: bool = True) -> Organisation:
        if self.instance.pk:
            return super().save(commit)
        names = ("name", "slug", "name_en", "website")
        self.instance = create_partner(**{name: self.cleaned_data[name] for name in names})
        return self.instance


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    name = "organisaties"
    icon = "group"
    menu_label = _("Organisations")
    menu_order = 600
    add_to_settings_menu = True
    list_display = ["name", "website"]
    copy_view_enabled = False
    edit_handler = ObjectList(Organisation.panels, base_form_class=OrganisationForm)


class TermDeleteView(DeleteView):
    """Feeds have a word in their address, so it stays as long as an event bears it."""

    def run_before_hook(self) -> HttpResponse | None:
        if not is_referenced(self.object):
            return None
        words = _(
            "“%(name)s” is not deleted, because it is still in use. First choose something else where it is used."
        )
        messages.error(self.request, words % {"name": self.object})
        return redirect(self.index_url_name)


class TermViewSet(ModelViewSet):
    list_display = ["name", "name_en"]
    copy_view_enabled = False
    delete_view_class = TermDeleteView


class ThemeViewSet(TermViewSet):
    model = Theme
    name = "themas"
    icon = "tag"
    menu_label = _("Topics")


class AudienceViewSet(TermViewSet):
    model = Audience
    name = "doelgroepen"
    icon = "group"
    menu_label = _("Audiences")


class EventTypeViewSet(TermViewSet):
    model = EventType
    name = "soorten"
    icon = "calendar-alt"
    menu_label = _("Event types")


class SeriesViewSet(TermViewSet):
    model = Series
    name = "reeksen"
    icon = "list-ol"
    menu_label = _("Series")


class PolicyTrackViewSet(TermViewSet):
    model = PolicyTrack
    name = "beleidslijnen"
    icon = "clipboard-list"
    menu_label = _("Policy tracks")
    list_display = ["framework", "name", "name_en"]


class MunicipalityViewSet(TermViewSet):
    model = Municipality
    name = "gemeenten"
    icon = "site"
    menu_label = _("Municipalities")
    list_display = ["name", "cbs_code"]


class WordLists(ModelViewSetGroup):
    menu_label = _("Lists")
    menu_name = "lists"
    menu_icon = "list-ul"
    menu_order = 800
    items = (
        ThemeViewSet,
        AudienceViewSet,
        EventTypeViewSet,
        SeriesViewSet,
        PolicyTrackViewSet,
        MunicipalityViewSet,
    )
