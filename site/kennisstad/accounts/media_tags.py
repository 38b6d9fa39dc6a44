"""The tags of pictures and documents: everybody is offered those of what they may choose, and no others."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from taggit.models import Tag
from wagtail.admin.filters import BaseMediaFilterSet
from wagtail.documents import get_document_model
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.documents.views.documents import IndexView as DocumentsIndexView
from wagtail.images import get_image_model
from wagtail.images.views.chooser import ImageChooseView
from wagtail.images.views.images import ImagesFilterSet
from wagtail.images.views.images import IndexView as PicturesIndexView
from wagtail.permissions import policy_registry

from .access import AnyUser

MOST = 10


def autocomplete(request: HttpRequest) -> JsonResponse:
    """Takes the place of Wagtail's, which offers every tag of the site."""
    term = request.GET.get("term", "")
    own = Q(pk__in=_used(request.user, get_image_model())) | Q(
        pk__in=_used(request.user, get_document_model())
    )
    tags = Tag.objects.filter(own, name__istartswith=term) if term else Tag.objects.none()
    return JsonResponse(list(tags.order_by("name").values_list("name", flat=True)[:MOST]), safe=False)


def popular(user: AnyUser, model: type[Model]) -> QuerySet[Tag]:
    tags = Tag.objects.filter(pk__in=_used(user, model))
    return tags.annotate(uses=Count("taggit_taggeditem_items")).order_by("-uses", "name")[:MOST]


def _used(user: AnyUser, model: type[Model]) -> QuerySet[Any]:
    policy = policy_registry.get_by_type(model)
    rows = policy.instances_user_has_any_permission_for(user, ["choose", "change", "delete"])
    kind = ContentType.objects.get_for_model(model)
    through = Tag.objects.filter(
        taggit_taggeditem_items__content_type=kind, taggit_taggeditem_items__object_id__in=rows.values("pk")
    )
    return through.values("pk")


class _OwnTags(BaseMediaFilterSet):
    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        names = [tag.name for tag in popular(request.user, self._meta.model)]
        if not names:
            self.filters.pop("tag", None)
        elif offered := self.filters.get("tag"):
            offered.extra["choices"] = [(name, name) for name in names]


class OwnPicturesFilterSet(_OwnTags, ImagesFilterSet):
    pass


class OwnDocumentsFilterSet(_OwnTags, DocumentsFilterSet):
    pass


class PicturesView(PicturesIndexView):
    filterset_class = OwnPicturesFilterSet


class DocumentsView(DocumentsIndexView):
    filterset_class = OwnDocumentsFilterSet


class ChoosePictureView(ImageChooseView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"popular_tags": popular(self.request.user, self.model)}
