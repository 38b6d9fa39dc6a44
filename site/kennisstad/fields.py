"""Columns for what people type. They clean it, so that nothing that shows it has to."""

from typing import Any

from django.db import models
from wagtail import fields as wagtail_fields

from kennisstad import names
from kennisstad.forms import MailboxField, NameField, validate_mailbox, validate_name
from kennisstad.mailbox import normal_form
from kennisstad.texts import every_text, lines, one_line


class _Cleaned:
    """Cleans on each way in: forms and drafts, `save`, bulk writing and queries."""

    clean_text = staticmethod(one_line)

    def to_python(self, value: Any) -> Any:
        return self._cleaned(super().to_python(value))  # type: ignore[misc]

    def get_prep_value(self, value: Any) -> Any:
        return self._cleaned(super().get_prep_value(value))  # type: ignore[misc]

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = self._cleaned(super().pre_save(instance, add))  # type: ignore[misc]
        setattr(instance, self.attname, value)  # type: ignore[attr-defined]
        return value

    def _cleaned(self, value: Any) -> Any:
        return self.clean_text(value) if isinstance(value, str) else value

    def deconstruct(self) -> Any:
        """To the database it is Django's own field."""
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        base = next(cls for cls in type(self).__mro__ if cls.__module__.startswith("django.db.models"))
        return name, f"django.db.models.{base.__name__}", args, kwargs


class CharField(_Cleaned, models.CharField):  # type: ignore[type-arg]
    pass


class TextField(_Cleaned, models.TextField):  # type: ignore[type-arg]
    clean_text = staticmethod(lines)


class NameOfPerson(CharField):
    clean_text = staticmethod(names.clean_name)
    default_validators = [validate_name]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": NameField} | kwargs)


class EmailField(_Cleaned, models.EmailField):  # type: ignore[type-arg]
    """As it was typed, if it can be mailed."""

    default_validators = [validate_mailbox]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MailboxField} | kwargs)


class MailboxKey(models.CharField):  # type: ignore[type-arg]
    """The normal form of `email` beside it, for a constraint to keep unique.

    It is empty where there is no address, so that several may have none. So it is where two spellings from before
    turned out to be one mailbox: the younger row has none, stays as it is, and keeps working.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 320, "null": True, "editable": False} | options)

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        if add or getattr(instance, self.attname) is not None:
            setattr(instance, self.attname, normal_form(instance.email) or None)  # type: ignore[attr-defined]
        return getattr(instance, self.attname)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class URLField(_Cleaned, models.URLField):  # type: ignore[type-arg]
    pass


class StreamField(wagtail_fields.StreamField):
    def get_prep_value(self, value: Any) -> Any:
        return every_text(super().get_prep_value(value))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.StreamField", args, kwargs


class CleansTitles(models.Model):
    """Cleans the texts that Wagtail keeps of every page."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._clean_titles()
        super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._clean_titles()
        super().full_clean(*args, **kwargs)

    def _clean_titles(self) -> None:
        for name in ("title", "draft_title", "seo_title", "search_description"):
            setattr(self, name, one_line(getattr(self, name)))
