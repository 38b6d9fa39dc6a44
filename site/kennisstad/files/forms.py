"""The forms behind every upload in the CMS: what will not be kept is refused in words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import FileField
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from . import documents, pictures
from .exceptions import WORDS, UploadRefused


class PictureField(WagtailImageField):
    def to_python(self, data: Any) -> pictures.Drawn | None:
        upload = FileField.to_python(self, data)
        if upload is None:
            return None
        self.check_image_file_size(upload)
        try:
            return pictures.redrawn(upload)
        except UploadRefused as refusal:
            raise as_validation_error(refusal) from None


class DocumentField(WagtailDocumentField):
    def to_python(self, data: Any) -> documents.Checked | None:
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            return documents.checked(upload)
        except UploadRefused as refusal:
            raise as_validation_error(refusal) from None


def as_validation_error(refusal: UploadRefused) -> ValidationError:
    return ValidationError(WORDS[refusal.code], refusal.code)


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _become(self.fields, PictureField)


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _become(self.fields, DocumentField)


def _become(fields: dict[str, Any], field_class: type[FileField]) -> None:
    """Wagtail chooses the class of the file's field by itself; some of its forms have none."""
    if given := fields.get("file"):
        fields["file"] = field_class(label=given.label, required=given.required, widget=given.widget)
