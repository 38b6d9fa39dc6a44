from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "kennisstad.desk"
    verbose_name = _("Organisers’ desk")
