from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KennisstadConfig(AppConfig):
    name = "kennisstad"
    verbose_name = _("Kennisstad")
