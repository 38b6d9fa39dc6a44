from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Registrations")

    def ready(self) -> None:
        from events import publishing
        from kennisstad.mail import delivery
        from registrations.attendees import has_guests
        from registrations.registration_settings import create_settings
        from registrations.ticket_mails import mail_requested

        publishing.EVENT_SYNC_HOOKS.append(create_settings)
        publishing.RELIANCE_CHECKS.append(has_guests)
        delivery.BEFORE_SENDING.append(mail_requested)
