"""Why an uploaded file is not kept."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class UploadRefused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


WORDS: dict[str, Any] = {
    "unreadable": _(
        "This is not a picture that we can read. Choose a JPEG, PNG, WebP, GIF, AVIF or HEIC file that opens"
        " on your own computer."
    ),
    "huge": _("This picture is too large. Choose one of at most 50 megapixels."),
    "unknown": _(
        "We can't offer this kind of file. Choose a PDF, a document of Word, Excel, PowerPoint or LibreOffice,"
        " a text, CSV or iCal file, or a picture."
    ),
    "macros": _("This document holds macros. Save it without macros, and choose it again."),
}
