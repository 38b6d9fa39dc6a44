"""What the versions of a page use: it stands in their JSON, where no constraint of the database sees it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Field, ForeignKey, ManyToManyField, Model, ProtectedError, Q
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

type Row = tuple[type[Model], str]


def protect_drafted_rows(instance: Model, **_kwargs: Any) -> None:
    """Before a row is deleted, by whatever way: a page that somebody is writing must still open.

    Raises `ProtectedError`.
    """
    if pages := pages_drafted_with(instance):
        raise ProtectedError("Drafts still use it.", set(pages))


def pages_drafted_with(row: Model) -> list[Page]:
    """The pages whose latest version uses the row, though perhaps nothing that is public does."""
    wanted = (type(row), str(row.pk))
    unpublished = Page.objects.filter(Q(has_unpublished_changes=True) | Q(live=False))
    versions = Revision.objects.filter(pk__in=unpublished.values("latest_revision"))
    ids = [
        version.object_id
        for version in versions.select_related("content_type").iterator()
        if wanted in set(rows_in(version.content_type.model_class(), version.content))
    ]
    return list(Page.objects.filter(pk__in=ids).specific())


def rows_in(model: type[Model] | None, content: dict[str, Any]) -> Iterator[Row]:
    """All that a version refers to, by its columns, its texts and its children."""
    if model is None:
        return
    for field in own_fields(model):
        value = content.get(field.name)
        match field:
            case ForeignKey() if value is not None:
                yield field.related_model, str(value)
            case ManyToManyField():
                yield from ((field.related_model, str(key)) for key in value or ())
            case StreamField() if value:
                yield from rows_in_stream(field.to_python(value))
    for relation in get_all_child_relations(model):
        for child in content.get(relation.get_accessor_name()) or ():
            yield from rows_in(relation.related_model, child)


def rows_in_stream(value: Any) -> Iterator[Row]:
    for model, key, *_where in value.stream_block.extract_references(value):
        yield model, str(key)


def own_fields(model: type[Model]) -> list["Field[Any, Any]"]:
    """Without what Wagtail keeps of every page."""
    columns = (*model._meta.concrete_fields, *model._meta.many_to_many)
    return [field for field in columns if field.model is not Page]


class ToleratesMissingReferences(models.Model):
    """A version opens although something that it used has been deleted since, and tells what."""

    missing: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        data = _without_parents(cls, data)
        gone = _gone(cls, data)
        version = super().from_serializable_data(_without(gone, cls, data), *args, **kwargs)  # type: ignore[misc]
        version.missing = tuple(sorted({str(model._meta.verbose_name) for model, _key in gone}))
        return version


def _without_parents(model: type[Model], content: dict[str, Any]) -> dict[str, Any]:
    """A version holds its children itself: the number of a parent's row says nothing, and may be of one that is gone."""
    held = dict(content)
    for relation in get_all_child_relations(model):
        name, child_model = relation.get_accessor_name(), relation.related_model
        children = [_without_parents(child_model, child) for child in content.get(name) or ()]
        held[name] = [child | {relation.field.name: None} for child in children]
    return held


def _gone(model: type[Model], content: dict[str, Any]) -> set[Row]:
    """Rows that it refers to and that are deleted by now. In one query for each kind of row."""
    used: dict[type[Model], set[str]] = defaultdict(set)
    for kind, key in rows_in(model, content):
        used[kind].add(key)
    gone: set[Row] = set()
    for kind, keys in used.items():
        there = {str(key) for key in kind._base_manager.filter(pk__in=keys).values_list("pk", flat=True)}
        gone |= {(kind, key) for key in keys - there}
    return gone


def _without(gone: set[Row], model: type[Model], content: dict[str, Any]) -> dict[str, Any]:
    """Empty columns, and no children that stand for nothing else."""
    if not gone:
        return content
    kept = {name: None if _refers(model, name, value, gone) else value for name, value in content.items()}
    for relation in get_all_child_relations(model):
        name, child_model = relation.get_accessor_name(), relation.related_model
        children = [
            child for child in content.get(name) or () if not _is_empty_without(gone, child_model, child)
        ]
        kept[name] = [_without(gone, child_model, child) for child in children]
    return kept


def _is_empty_without(gone: set[Row], model: type[Model], content: dict[str, Any]) -> bool:
    return any(
        isinstance(field, ForeignKey)
        and not field.null
        and _refers(model, field.name, content.get(field.name), gone)
        for field in own_fields(model)
    )


def _refers(model: type[Model], name: str, value: Any, gone: set[Row]) -> bool:
    field = next((field for field in own_fields(model) if field.name == name), None)
    return isinstance(field, ForeignKey) and (field.related_model, str(value)) in gone
