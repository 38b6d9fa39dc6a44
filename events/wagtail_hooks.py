from django.db.models import DateTimeField
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.permissions import register_permission_policy

from kennisstad.accounts.policies import EditorsPolicy, OwnRowsPolicy
from kennisstad.forms import AmbiguousTimeInput, LocalDateTimeField

from . import models, viewsets
from .copying import keep_organisers_single

OWNED = (models.Venue, models.Person)
KEPT_BY_EDITORS = (
    models.Theme,
    models.Audience,
    models.EventType,
    models.Series,
    models.PolicyTrack,
    models.Municipality,
)

for model in OWNED:
    register_permission_policy(model, OwnRowsPolicy(model))
for model in KEPT_BY_EDITORS:
    register_permission_policy(model, EditorsPolicy(model))


class AdminMomentInput(AmbiguousTimeInput, AdminDateTimeInput):
    """With the CMS's own calendar to choose from."""


register_form_field_override(
    DateTimeField, override={"form_class": LocalDateTimeField, "widget": AdminMomentInput}
)

hooks.register("before_copy_page", keep_organisers_single)


@hooks.register("register_admin_viewset")
def lists_and_choosers() -> list[object]:
    return [
        viewsets.VenueViewSet(),
        viewsets.VenueChooser(),
        viewsets.PersonViewSet(),
        viewsets.PersonChooser(),
        viewsets.WordLists(),
        viewsets.OrganisationViewSet(),
    ]
