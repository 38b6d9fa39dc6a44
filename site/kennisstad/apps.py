from django.apps import AppConfig, apps
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class KennisstadConfig(AppConfig):
    name = "kennisstad"
    verbose_name = _("Kennisstad")

    def ready(self) -> None:
        """Wagtail takes anything for a host name, and then cannot make an address of it for a preview."""
        hostname = apps.get_model("wagtailcore", "Site")._meta.get_field("hostname")
        hostname.validators.append(
            RegexValidator(r"\A[A-Za-z0-9.-]+\Z", _("Enter a host name, such as agenda.example.nl."))
        )
