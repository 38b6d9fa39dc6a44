"""Who may have a document: whoever reads a public page that offers it, and who looks after it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry


def may_read(user: Any, document: Any) -> bool:
    return is_public(document) or _looks_after(user, document)


def is_public(document: Any) -> bool:
    """A public page offers it, and its collection is not marked as private."""
    if document.collection.get_view_restrictions():
        return False
    pages = ContentType.objects.get_for_model(Page)
    offers = ReferenceIndex.get_references_to(document).filter(base_content_type=pages)
    ids = offers.values_list("object_id", flat=True).distinct()
    return Page.objects.live().public().filter(pk__in=[int(pk) for pk in ids]).exists()


def _looks_after(user: Any, document: Any) -> bool:
    policy = policy_registry.get_by_type(get_document_model())
    return policy.user_has_any_permission_for_instance(user, ["choose", "change", "delete"], document)
