from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kennisstad.settings.env import refuse


class AccountsConfig(AppConfig):
    name = "kennisstad.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        if settings.WITHOUT_SECOND_FACTOR and not apps.is_installed("kennisstad.demo"):
            refuse(
                "WITHOUT_SECOND_FACTOR", "lets people in with a password alone; only the demo may do that."
            )
        self._listen()

    def _listen(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_reset

        from .second_factor import note_enrolling

        authenticator_added.connect(note_enrolling)
        authenticator_reset.connect(note_enrolling)
