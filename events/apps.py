from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from wagtail.signals import post_page_move

        post_page_move.connect(follow_move, dispatch_uid="events.move")


def follow_move(instance: Any, **kwargs: Any) -> None:
    """Wagtail moves a page without saving it or what is below it."""
    from events.publishing import republish_below

    republish_below(instance)
