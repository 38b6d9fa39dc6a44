"""A StreamField as it was sent, without the rows that its sender may not choose: also when the form is shown again."""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.db.models import Model
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.base import BlockWidget
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText, features

type MayUse = Callable[[type[Model], str], bool]


class OwnBlocksWidget(BlockWidget):
    """What may not be chosen is as if it did not exist: saved, refused and shown again in the same way."""

    def __init__(self, block: Any, may_use: MayUse) -> None:
        super().__init__(block)
        self.may_use = may_use

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return _without_foreign(super().value_from_datadict(data, files, name), self.may_use)


def _without_foreign(value: Any, may_use: MayUse) -> Any:
    """What may be used of a block's value, however deep it lies; a stream, list or structure changes in place."""
    match value:
        case StreamValue():
            for child in value:
                child.value = _without_foreign(child.value, may_use)
        case ListValue():
            for child in value.bound_blocks:
                child.value = _without_foreign(child.value, may_use)
        case StructValue():
            for name, inner in value.items():
                value[name] = _without_foreign(inner, may_use)
        case RichText():
            return RichText(_without_foreign_tags(value.source, may_use))
        case Model():
            return value if may_use(type(value), str(value.pk)) else None
    return value


def _without_foreign_tags(source: str, may_use: MayUse) -> str:
    """The words of a link stay."""
    soup = BeautifulSoup(source, "html.parser")
    foreign = [tag for tag in soup.find_all(["a", "embed"]) if _is_foreign(tag, may_use)]
    for tag in foreign:
        tag.unwrap()
    return str(soup) if foreign else source


def _is_foreign(tag: Tag, may_use: MayUse) -> bool:
    """A link to a row, or a picture, that is somebody else's."""
    kinds, kind = features.get_link_types(), tag.get("linktype")
    if tag.name == "embed":
        kinds, kind = features.get_embed_types(), tag.get("embedtype")
    if kind not in kinds:
        return False
    try:
        model = kinds[kind].get_model()
    except NotImplementedError:  # an address or a film has no row
        return False
    pk = str(tag.get("id"))
    return not (pk.isdecimal() and may_use(model, pk))
