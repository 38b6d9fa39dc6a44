from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from wagtail.signals import page_unpublished, post_page_move

        post_page_move.connect(follow_move, dispatch_uid="events.move")
        page_unpublished.connect(follow_unpublish, dispatch_uid="events.unpublish")


def follow_move(instance: Any, **kwargs: Any) -> None:
    """Wagtail moves a page without saving it or what is below it."""
    from events.publishing import republish_below

    republish_below(instance)


def follow_unpublish(instance: Any, **kwargs: Any) -> None:
    """Wagtail ends an expired page by saving only what all pages have in common."""
    from events.publishing import withdraw_below

    withdraw_below(instance)
