"""Forms as the national guidelines ask: words instead of stars, errors tied to their fields."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import make_aware, make_naive
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kennisstad import mailbox, names
from kennisstad.dates import within_reason
from kennisstad.texts import one_line


class SiteFormRenderer(TemplatesSetting):
    field_template_name = "components/field.html"


class AccessibleForm(forms.Form):
    """Browser bubbles stay away (`novalidate`); ARIA says what is required and what is wrong."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.required and not field.widget.is_hidden:
                field.widget.attrs["aria-required"] = "true"

    def full_clean(self) -> None:
        """Two rules that say the same of one field say it once."""
        super().full_clean()
        for errors in self.errors.values():
            errors.data = list({tuple(error.messages): error for error in errors.as_data()}.values())

    @property
    def error_title_prefix(self) -> str:
        """The beginning of the page title after a refused form."""
        if not self.is_bound or self.is_valid():
            return ""
        words = ngettext(
            "Not sent: one field is not right yet",
            "Not sent: %(counter)s fields are not right yet",
            len(self.errors),
        )
        return words % {"counter": len(self.errors)} + " – "


class LineField(forms.CharField):
    """What is typed on one line. A null character, which no key and no paste gives, stays for its validator to refuse."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return text if "\x00" in text else one_line(text)


def validate_name(name: str) -> None:
    if names.looks_empty(names.clean_name(name)):
        raise ValidationError(_("Nothing of this name can be seen. Use letters."), code="looks_empty")


class NameField(forms.CharField):
    """What somebody is called, tidied. A null character stays for its validator to refuse."""

    default_validators = [validate_name]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return text if "\x00" in text else names.clean_name(text)


ADDRESS_HINT = _("Enter an email address, for example name@example.org.")
UNMAILABLE = {
    "invalid": ADDRESS_HINT,
    "letters": _("Before the @ there can be letters without accents, digits and signs such as . - _ and +."),
    "long": _("Before the @ there can be at most 64 characters."),
    "nowhere": _("No mail arrives there. Look at what comes after the @, for example example.org."),
}


def validate_mailbox(address: str) -> None:
    try:
        mailbox.smtp_address(address)
    except mailbox.CannotBeMailed as refusal:
        raise ValidationError(UNMAILABLE[refusal.code], code=refusal.code) from None


class MailboxField(forms.EmailField):
    """An address that can be mailed. It stays as it was typed: compare by `mailbox.normal_form`."""

    default_validators = [validate_mailbox]
    default_error_messages = {"required": ADDRESS_HINT}

    def __init__(self, **kwargs: Any) -> None:
        # A browser would cut off what is too long without a word, and the validator has words for it.
        super().__init__(**kwargs | {"max_length": None})


class SecondOccurrence(str):
    """The text of a moment in the hour that comes twice, where it is the second that is meant."""

    __slots__ = ()


class AmbiguousTimeInput(forms.DateTimeInput):
    """Of the hour that comes twice a text tells nothing, so beside the second stands that it is meant.

    It holds for as long as the text stays as it was shown, whichever version of it was.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = super().render(name, value, attrs, renderer)
        if not isinstance(value, SecondOccurrence) and not getattr(value, "fold", 0):
            return shown
        beside = '<input type="hidden" name="{}-second" value="{}">'
        return shown + format_html(beside, name, self.format_value(value))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        text = super().value_from_datadict(data, files, name)
        return SecondOccurrence(text) if text and text == data.get(f"{name}-second") else text


class LocalDateTimeField(forms.DateTimeField):
    """On the nights when the clock changes: a time that comes twice is the first, unless the second was shown; one
    that is skipped is refused.
    """

    widget = AmbiguousTimeInput
    default_validators = [within_reason]

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as refusal:
            if refusal.code != "ambiguous_timezone" or not refusal.params:
                raise
            return _meant(refusal.params["datetime"].replace(fold=int(isinstance(value, SecondOccurrence))))


def _meant(on_the_clock: datetime) -> datetime:
    moment = make_aware(on_the_clock).astimezone(UTC)
    if make_naive(moment) != on_the_clock:
        raise ValidationError(_("This time does not exist: that night the clock goes from 2 to 3 am."))
    return moment
