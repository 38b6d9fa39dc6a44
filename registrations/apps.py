from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Registrations")

    def ready(self) -> None:
        from events import publishing
        from registrations.attendance import has_guests
        from registrations.terms import provide_terms

        publishing.FOLLOWERS.append(provide_terms)
        publishing.RELIANCES.append(has_guests)
