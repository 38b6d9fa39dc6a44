from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "kennisstad.files"
    verbose_name = _("Files")

    def ready(self) -> None:
        post_save.connect(_close, sender="wagtailimages.Image")
        post_save.connect(_close, sender="wagtaildocs.Document")


def _close(instance: Any, **_signal: object) -> None:
    """Wagtail measures an upload and leaves it open until the garbage collector comes by."""
    instance.file.close()
