"""The names of several people, one on a line of their own."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kennisstad.forms import NameField


class NamesInput(forms.Widget):
    """All lines have one name in the form, and none of them needs to be filled in."""

    use_fieldset = True
    template_name = "django/forms/widgets/text.html"

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.lines = lines

    def subwidgets(self, name: str, value: Any, attrs: Any = None) -> Iterator[dict[str, Any]]:
        typed = list(value or [])
        for number in range(max(self.lines, len(typed))):
            line = {
                **(attrs or {}),
                "id": f"{(attrs or {}).get('id', name)}_{number}",
                "class": "utrecht-textbox utrecht-textbox--html-input",
                # The browser knows the name of whoever fills this in, and that is not who comes along.
                "autocomplete": "off",
            }
            yield {
                "name": name,
                "type": "text",
                "value": typed[number] if number < len(typed) else "",
                "label": _("Guest %(number)d") % {"number": number + 1},
                "attrs": line,
            }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name, []))

    def id_for_label(self, id_: str | None) -> str | None:  # type: ignore[override]
        return f"{id_}_0"


class NamesField(forms.Field):
    """Gives a list of names, without the lines that were left empty."""

    def __init__(self, *, at_most: int, max_length: int = 120, **kwargs: Any) -> None:
        super().__init__(required=False, widget=NamesInput(at_most), **kwargs)
        self.at_most = at_most
        self.name = NameField(max_length=max_length, required=False)

    def clean(self, value: Any) -> list[str]:
        errors: list[str] = []
        names: list[str] = []
        for number, typed in enumerate(value or [], 1):
            try:
                names.append(self.name.clean(typed))
            except ValidationError as refusal:
                errors += (
                    _("Guest %(number)d: %(error)s") % {"number": number, "error": words} for words in refusal
                )
        if errors:
            raise ValidationError(errors)
        present = [name for name in names if name]
        if len(present) > self.at_most:
            raise ValidationError(self._too_many())
        return present

    def _too_many(self) -> str:
        if not self.at_most:
            return _("You can register only yourself. Empty these lines.")
        words = ngettext(
            "You can bring one person at most. Empty the other lines.",
            "You can bring %(number)d people at most. Empty the other lines.",
            self.at_most,
        )
        return words % {"number": self.at_most}
