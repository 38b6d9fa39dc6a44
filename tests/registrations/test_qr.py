from io import BytesIO
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from registrations import codes, qr


def painted(svg: bytes, scale: int = 8) -> Image.Image:
    """The picture's path, drawn by hand: only squares of one by one."""
    root = ElementTree.fromstring(svg)
    size = int(root.attrib["viewBox"].split()[2])
    image = Image.new("L", (size * scale, size * scale), 255)
    draw = ImageDraw.Draw(image)
    for square in root[1].attrib["d"].split("M")[1:]:
        x, y = (int(number) * scale for number in square.split("h")[0].split())
        draw.rectangle((x, y, x + scale - 1, y + scale - 1), fill=0)
    return image


@pytest.mark.parametrize("_round", range(3))
def test_svg_and_png_hold_the_bare_code(_round: int):
    code = codes.new_code()

    read = [
        zxingcpp.read_barcode(picture).text
        for picture in (painted(qr.svg(code)), Image.open(BytesIO(qr.png(code))))
    ]

    assert read == [code, code]


def test_pictures_are_the_same_bytes_each_time():
    assert qr.svg("ABCDEFGHJKMNPQRS") == qr.svg("ABCDEFGHJKMNPQRS")
    assert qr.png("ABCDEFGHJKMNPQRS") == qr.png("ABCDEFGHJKMNPQRS")


def test_svg_may_stand_under_a_strict_policy():
    assert b"style" not in qr.svg("ABCDEFGHJKMNPQRS")


def test_codes_have_no_look_alikes():
    letters = set("".join(codes.new_code() for _ in range(500)))

    assert letters == set(codes.ALPHABET)
    assert not letters & set("0O1IL")
