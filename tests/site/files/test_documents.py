"""What a document is, is read from what it holds."""

from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED

import pytest
from django.core.files.base import ContentFile

from kennisstad.files.documents import checked, type_of
from kennisstad.files.exceptions import UploadRefused

from . import samples

KNOWN = {
    "pdf": samples.PDF,
    "docx": samples.office(samples.WORD, "word/document.xml"),
    "xlsx": samples.office(samples.SHEET, "xl/workbook.xml"),
    "pptx": samples.office(samples.SLIDES, "ppt/presentation.xml"),
    "odt": samples.libre(samples.LIBRE, "content.xml"),
    "txt": b"Programma: welkom",
    "csv": "naam;plaats\r\nZoë;Leiden\r\n".encode("cp1252"),
    "ics": samples.CALENDAR,
    "jpg": samples.photograph(),
    "png": samples.drawing(),
}
PRETENDING = {
    "x.html": samples.PAGE,
    "x.js": samples.SCRIPT,
    "x.HTML": samples.PAGE,
    "x.xhtml": samples.PAGE,
    "x.svg": samples.SVG,
    "x.pdf": samples.PAGE,
    "x.docx": samples.PAGE,
    "x.jpg": samples.PAGE,
    "x.exe": b"MZ\x90\x00",
    "x": samples.PAGE,
    "x.txt": b"MZ\x90\x00",
    "empty.pdf": b"%PDF-1.7",
    "late.pdf": samples.PAGE + samples.PDF,
    "late.docx": samples.PAGE + samples.office(samples.WORD, "word/document.xml"),
    "nothing.docx": samples.archive({"a.txt": "x"}),
    "only-says.docx": samples.office(samples.WORD),
    "says-other.docx": samples.office("text/html", "word/document.xml"),
    "only-says.odt": samples.libre(samples.LIBRE),
    "broken.docx": samples.office(samples.WORD, "word/document.xml")[:60],
    "archive.zip": samples.archive({"index.html": "x"}),
}
WITH_MACROS = {
    "x.docm": samples.office(samples.WORD_WITH_MACROS, "word/document.xml"),
    "renamed.docx": samples.office(samples.WORD_WITH_MACROS, "word/document.xml"),
    "hidden.docx": samples.office(samples.WORD, "word/document.xml", "word/vbaProject.bin"),
    "sheets.xlsx": samples.office(samples.SHEET, "xl/workbook.xml", "xl/macrosheets/sheet1.xml"),
    "basic.odt": samples.libre(samples.LIBRE, "content.xml", "Basic/Standard/Module1.xml"),
}


def upload(name: str, content: bytes) -> ContentFile:
    return ContentFile(content, name)


@pytest.mark.parametrize("suffix", KNOWN)
def test_what_people_offer_is_kept_under_a_name_that_tells_what_it_is(suffix):
    kept = checked(upload(f"Programma.{suffix}", KNOWN[suffix]))

    assert kept.name == f"Programma.{suffix}"
    assert type_of(kept.name)


@pytest.mark.parametrize("suffix", sorted(KNOWN.keys() - {"txt", "csv", "ics"}))
def test_a_wrong_extension_gives_way_to_the_right_one(suffix):
    assert checked(upload("x.html", KNOWN[suffix])).name == f"x.{suffix}"


@pytest.mark.parametrize("name", PRETENDING)
def test_what_only_pretends_is_refused(name):
    with pytest.raises(UploadRefused, match="unknown"):
        checked(upload(name, PRETENDING[name]))


@pytest.mark.parametrize("packed", [ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_what_cannot_be_unpacked_is_refused(packed):
    with pytest.raises(UploadRefused, match="unknown"):
        checked(upload("x.docx", samples.damaged(packed)))


@pytest.mark.parametrize("name", WITH_MACROS)
def test_macros_are_refused(name):
    with pytest.raises(UploadRefused, match="macros"):
        checked(upload(name, WITH_MACROS[name]))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("x.html.pdf", "x-html.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("…", "document.pdf"),
        ("Programma 12 maart (def).PDF", "Programma-12-maart-def.pdf"),
        ("\r\nSet-Cookie: x.pdf", "Set-Cookie-x.pdf"),
        ("字" * 200 + ".pdf", "字" * 60 + ".pdf"),
    ],
)
def test_a_name_can_do_nothing(given, kept):
    assert checked(upload(given, samples.PDF)).name == kept


def test_a_calendar_that_is_none_is_only_text():
    assert checked(upload("x.ics", b"Hallo")).name == "x.txt"


def test_a_picture_among_documents_is_drawn_anew():
    kept = checked(upload("kaart.jpg", samples.photograph() + samples.PAGE))

    assert b"script" not in kept.read()
