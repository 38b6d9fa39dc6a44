from typing import Any

from django.apps import AppConfig
from django.db.models import Model
from django.db.models.signals import pre_delete
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from wagtail.signals import page_unpublished, post_page_move

        from kennisstad.revision_references import protect_drafted_rows

        post_page_move.connect(follow_move, dispatch_uid="events.move")
        page_unpublished.connect(follow_unpublish, dispatch_uid="events.unpublish")
        pre_delete.connect(follow_delete, sender="wagtailcore.Page", dispatch_uid="events.delete")
        for model in used_by_pages():
            pre_delete.connect(
                protect_drafted_rows, sender=model, dispatch_uid=f"events.keep.{model._meta.label}"
            )


def used_by_pages() -> list[type[Model]]:
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model

    from events import models

    own = (models.Venue, models.Person, models.EventType, models.Series, models.Municipality)
    words = (models.Theme, models.Audience, models.PolicyTrack)
    return [get_image_model(), get_document_model(), *own, *words]


def follow_move(instance: Any, **kwargs: Any) -> None:
    """Wagtail moves a page without saving it or what is below it."""
    from events.publishing import republish_below

    republish_below(instance)


def follow_delete(instance: Any, **kwargs: Any) -> None:
    """Wagtail deletes in its own way, and what is below a page along with it."""
    from events.publishing import delete_below

    delete_below(instance)


def follow_unpublish(instance: Any, **kwargs: Any) -> None:
    """Wagtail ends an expired page by saving only what all pages have in common."""
    from events.publishing import withdraw_below

    withdraw_below(instance)
