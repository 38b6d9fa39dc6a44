"""Documents that may be offered for download: what they are is read from what they hold."""

import re
from codecs import BOM_UTF8
from io import BytesIO
from pathlib import PurePath
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from . import pictures
from .exceptions import UploadRefused
from .pictures import Upload

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OOXML}.wordprocessingml.document",
    "xlsx": f"{OOXML}.spreadsheetml.sheet",
    "pptx": f"{OOXML}.presentationml.presentation",
    "odt": f"{ODF}.text",
    "ods": f"{ODF}.spreadsheet",
    "odp": f"{ODF}.presentation",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "jpg": "image/jpeg",
    "png": "image/png",
}
PLAIN = {"txt", "csv", "ics"}
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
OPEN_DOCUMENT = ("odt", "ods", "odp")
CONTENTS_OF_OOXML, CONTENTS_OF_ODF = "[Content_Types].xml", "mimetype"
MACROS = re.compile(r"(^|/)(vba\w+\.(bin|xml)$|(macrosheets|Basic|Scripts)/)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
# What says which parts a document has is short; a bomb is not.
LONGEST_CONTENTS = 1_000_000
LONGEST_STEM = 60


class Checked(SimpleUploadedFile):
    """A document of a kind that we know. Its name says which."""


def checked(upload: Upload) -> Checked:
    """The same bytes under a name that says what they are; a picture is drawn anew. Raises `UploadRefused`."""
    if isinstance(upload, Checked):
        return upload
    upload.seek(0)
    content: bytes = upload.read()
    stem, suffix = _stem_and_suffix(upload.name or "")
    if kind := _kind(content, suffix):
        return Checked(f"{stem}.{kind}", content)
    picture = _picture(content)
    return Checked(f"{stem}{PurePath(picture.name or '').suffix}", picture.read())


def type_of(name: str) -> str | None:
    return TYPES.get(PurePath(name).suffix[1:])


def _stem_and_suffix(name: str) -> tuple[str, str]:
    """What is left to call it by: no second extension, and short enough for any disk in any alphabet."""
    path = PurePath(name)
    stem = re.sub(r"[^\w-]+", "-", path.stem)[:LONGEST_STEM].strip("-")
    return stem or "document", path.suffix[1:].lower()


def _kind(content: bytes, suffix: str) -> str | None:
    if content.startswith(b"%PDF-") and b"%%EOF" in content:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        try:
            with ZipFile(BytesIO(content)) as archive:
                return _office_kind(archive)
        except UploadRefused:
            raise
        except Exception:  # noqa: BLE001 - what unpacks may raise anything over bytes that somebody made up
            raise UploadRefused("unknown") from None
    if suffix in PLAIN and _is_text(content):
        is_calendar = content.removeprefix(BOM_UTF8).lstrip().upper().startswith(b"BEGIN:VCALENDAR")
        return "txt" if suffix == "ics" and not is_calendar else suffix
    return None


def _office_kind(archive: ZipFile) -> str:
    """What it says of itself, when that part is there. Raises `UploadRefused`."""
    names = archive.namelist()
    if any(MACROS.search(name) for name in names):
        raise UploadRefused("macros")
    is_ooxml = CONTENTS_OF_OOXML in names
    with archive.open(CONTENTS_OF_OOXML if is_ooxml else CONTENTS_OF_ODF) as part:
        contents = part.read(LONGEST_CONTENTS).decode()
    if "macroEnabled" in contents:
        raise UploadRefused("macros")
    if is_ooxml:
        mains = {kind: main for kind, main in MAIN_PARTS.items() if f"{TYPES[kind]}.main+xml" in contents}
    else:
        mains = {kind: "content.xml" for kind in OPEN_DOCUMENT if contents.strip() == TYPES[kind]}
    for kind, main in mains.items():
        if main in names:
            return kind
    raise UploadRefused("unknown")


def _is_text(content: bytes) -> bool:
    try:
        return not CONTROL.search(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        # As Excel writes CSV on an older Windows.
        return not CONTROL.search(content.decode("cp1252", errors="replace"))


def _picture(content: bytes) -> pictures.Drawn:
    try:
        return pictures.redrawn(BytesIO(content))
    except UploadRefused as refusal:
        raise UploadRefused("unknown" if refusal.code == "unreadable" else refusal.code) from None
