"""Amounts are whole cents; people type and read euros."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language

MOST_EUROS = 100_000


class EurosField(forms.DecimalField):
    """Typed in euros, kept in cents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_EUROS, decimal_places=2, localize=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value) / 100 if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        amount = super().clean(value)
        return None if amount is None else int(amount * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class CentsField(models.PositiveIntegerField):  # type: ignore[type-arg]
    def formfield(self, **kwargs: Any) -> Any:
        label = kwargs.get("label", capfirst(self.verbose_name))
        return EurosField(required=not self.blank, label=label, help_text=self.help_text)

    def deconstruct(self) -> Any:
        """To the database it is Django's own field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, kwargs


def euros(cents: int) -> str:
    """€ 12,50 · € 12 · €12.50"""
    whole, rest = divmod(cents, 100)
    if get_language() == "en":
        return f"€{whole:,}" + (f".{rest:02}" if rest else "")
    return f"€ {whole:,}".replace(",", ".") + (f",{rest:02}" if rest else "")
