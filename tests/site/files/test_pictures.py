"""What is kept of a picture is what one sees."""

from io import BytesIO
from struct import pack
from zlib import compress, crc32

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from kennisstad.files.exceptions import UploadRefused
from kennisstad.files.pictures import LONGEST_SIDE, redrawn

from . import samples

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
NO_PICTURES = {
    "page": samples.PAGE,
    "svg": samples.SVG,
    "gif that is a script": b"GIF89a/*<svg onload=alert(1)>*/=1;",
    "tiff": samples.drawing("TIFF"),
    "eps": samples.drawing("EPS"),
    "bmp": samples.drawing("BMP"),
    "nothing": b"",
}


def drawn(content: bytes) -> tuple[Image.Image, bytes]:
    kept = redrawn(ContentFile(content, "x.png")).read()
    return Image.open(BytesIO(kept)), kept


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_photograph_becomes_one_that_all_browsers_know(kind):
    picture, _ = drawn(samples.drawing(kind))

    assert picture.format == ("PNG" if kind in {"PNG", "GIF"} else "JPEG")
    assert picture.size == (60, 40)


def test_where_and_by_whom_a_photograph_was_taken_is_forgotten():
    picture, content = drawn(samples.photograph())

    assert not picture.getexif()
    assert b"Noor" not in content
    assert b"at home" not in content


def test_a_photograph_on_its_side_is_turned_upright():
    picture, _ = drawn(samples.photograph())

    assert picture.size == (40, 60)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_hides_behind_a_picture(kind):
    _, content = drawn(samples.drawing(kind) + samples.PAGE)

    assert b"script" not in content


def test_what_one_sees_through_stays_so():
    picture, _ = drawn(samples.drawing("WEBP", (200, 30, 30, 90), lossless=True))

    assert picture.getpixel((0, 0)) == (200, 30, 30, 90)


def test_an_animation_becomes_its_first_picture():
    more = [Image.new("RGB", (60, 40), colour) for colour in ("blue", "green")]
    picture, _ = drawn(samples.drawing("GIF", save_all=True, append_images=more))

    assert not getattr(picture, "is_animated", False)
    assert picture.convert("RGB").getpixel((0, 0)) == (200, 30, 30)


@pytest.mark.parametrize(
    "profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"?"]
)
def test_no_colour_profile_is_left(profile):
    picture, _ = drawn(samples.drawing("JPEG", icc_profile=profile))

    assert "icc_profile" not in picture.info


def test_colours_of_print_become_colours_of_a_screen():
    content = BytesIO()
    Image.new("CMYK", (60, 40), (0, 255, 255, 0)).save(content, "JPEG")
    picture, _ = drawn(content.getvalue())

    assert picture.mode == "RGB"


def test_a_picture_larger_than_any_screen_is_made_smaller():
    content = BytesIO()
    Image.new("L", (LONGEST_SIDE * 2, 100)).save(content, "PNG")
    picture, _ = drawn(content.getvalue())

    assert picture.size == (LONGEST_SIDE, 50)


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_refused(name):
    with pytest.raises(UploadRefused, match="unreadable"):
        drawn(NO_PICTURES[name])


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_picture_is_refused(kind, part):
    content = BytesIO()
    Image.effect_noise((120, 120), 80).convert("RGB").save(content, kind)
    whole = content.getvalue()

    with pytest.raises(UploadRefused, match="unreadable"):
        drawn(whole[: int(len(whole) * part)])


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused(side):
    with pytest.raises(UploadRefused, match="huge"):
        drawn(bomb(side))


def bomb(side: int) -> bytes:
    header = pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(content)) + kind + content + pack(">I", crc32(kind + content))
        for kind, content in ((b"IHDR", header), (b"IDAT", compress(b"\0" * 1000)), (b"IEND", b""))
    )
