from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Registrations")

    def ready(self) -> None:
        from events import publishing
        from registrations.attendance import has_guests
        from registrations.terms import provide_terms

        publishing.EVENT_SYNC_HOOKS.append(provide_terms)
        publishing.RELIANCE_CHECKS.append(has_guests)
