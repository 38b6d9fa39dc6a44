from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

from kennisstad.settings.env import refuse


class AccountsConfig(AppConfig):
    name = "kennisstad.accounts"
    verbose_name = _("Accounts")
    default = True

    def ready(self) -> None:
        if settings.WITHOUT_SECOND_FACTOR and not apps.is_installed("kennisstad.demo"):
            refuse(
                "WITHOUT_SECOND_FACTOR", "lets people in with a password alone; only the demo may do that."
            )
        self._listen()

    def _listen(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_reset
        from allauth.usersessions.models import UserSession
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import pre_save

        from . import sessions
        from .second_factor import note_enrolling

        user_logged_in.connect(sessions.begin)
        pre_save.connect(sessions.strip_personal_data, sender=UserSession)
        authenticator_added.connect(note_enrolling)
        authenticator_reset.connect(note_enrolling)


class ColleaguesConfig(WagtailUsersAppConfig):
    """Wagtail's pages about users, by invitation and without passwords."""

    default = False
    user_viewset = "kennisstad.accounts.colleagues.ColleaguesViewSet"
