"""What editors keep for all events of a type."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from registrations.models import AdmissionDefaults


class AdmissionDefaultsViewSet(ModelViewSet):
    model = AdmissionDefaults
    name = "aanmeldregels"
    icon = "group"
    menu_label = _("Registration defaults")
    menu_order = 810
    add_to_admin_menu = True
    list_display = ["event_type", "capacity", "closes_before"]
    copy_view_enabled = False
