from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from registrations import codes, qr
from tests.registrations.pictures import painted


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
