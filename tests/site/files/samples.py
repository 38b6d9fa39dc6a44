"""Files that people upload: honest ones, and ones that pretend."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from PIL import Image

PAGE = b"<!DOCTYPE html><html><script src='/documents/1/x.js'></script></html>"
SCRIPT = b"fetch('/cms/').then(page => page.text())"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
OOXML = "application/vnd.openxmlformats-officedocument"
WORD = f"{OOXML}.wordprocessingml.document.main+xml"
SHEET = f"{OOXML}.spreadsheetml.sheet.main+xml"
SLIDES = f"{OOXML}.presentationml.presentation.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
LIBRE = "application/vnd.oasis.opendocument.text"
TURNED, ARTIST, GPS = 0x0112, 0x013B, 0x8825


def drawing(kind: str = "PNG", colour: tuple[int, ...] = (200, 30, 30), **options: object) -> bytes:
    content = BytesIO()
    mode = "RGBA" if len(colour) == 4 else "RGB"
    Image.new(mode, (60, 40), colour).save(content, kind, **options)
    return content.getvalue()


def photograph() -> bytes:
    """As a telephone makes it: on its side, and telling where and by whom."""
    exif = Image.Exif()
    exif[TURNED], exif[ARTIST] = 6, "Noor de Vries"
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 9.0, 30.0), 3: "E", 4: (4.0, 29.0, 30.0)})
    return drawing("JPEG", exif=exif, comment=b"at home")


def archive(parts: dict[str, str], packed: int = ZIP_STORED) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", packed) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return content.getvalue()


def office(contents: str, *parts: str) -> bytes:
    said = {"[Content_Types].xml": f'<Types><Override ContentType="{contents}"/></Types>'}
    return archive(said | dict.fromkeys(parts, "<x/>"))


def damaged(packed: int) -> bytes:
    """Its list of parts can't be unpacked any more."""
    listed = "[Content_Types].xml"
    content = bytearray(archive({listed: f"<Types>{WORD}</Types>", "word/document.xml": "<x/>"}, packed))
    start = content.index(listed.encode()) + len(listed)
    content[start : start + 12] = b"\xff" * 12
    return bytes(content)


def libre(contents: str, *parts: str) -> bytes:
    return archive({"mimetype": contents} | dict.fromkeys(parts, "<x/>"))
