from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "kennisstad.jobs"
    verbose_name = _("Background work")

    def ready(self) -> None:
        """Whoever asks how periodic work stands knows all there is: each app has its own in tasks.py."""
        autodiscover_modules("tasks")
