"""A phone's camera for the browser: a short film of codes held before it, somewhat crooked and in poor light."""

import math
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops, ImageFilter

SIZE = (640, 480)
GREY = (119, 119, 119)
CODE_SIZE = 280
FRAMES_PER_CODE = 45  # Chromium plays 30 a second, over and over


def read_code(picture: bytes) -> str:
    """What an independent decoder reads in a picture with one QR code."""
    found = zxingcpp.read_barcodes(
        Image.open(BytesIO(picture)).convert("L"), formats=zxingcpp.BarcodeFormat.QRCode
    )
    assert len(found) == 1, f"{len(found)} codes in the picture"
    return found[0].text


def hold_before(camera: Path, *pictures: bytes) -> None:
    """From the next time it is switched on, this camera sees these codes in turn; nothing when there are none."""
    frames = [frame(picture, number) for picture in pictures for number in range(FRAMES_PER_CODE)]
    camera.write_bytes(b"".join(map(jpeg, frames or [Image.new("RGB", SIZE, GREY)] * 2)))


def frame(picture: bytes, number: int) -> Image.Image:
    """The code sways slowly from side to side."""
    code = Image.open(BytesIO(picture)).convert("RGBA").resize((CODE_SIZE, CODE_SIZE))
    crooked = code.rotate(8, expand=True, fillcolor=(*GREY, 255))
    scene = Image.new("RGB", SIZE, GREY)
    scene.paste(crooked, (160 + round(20 * math.sin(number / 7)), 70), crooked)
    return grainy(scene.filter(ImageFilter.GaussianBlur(0.8)))


def grainy(scene: Image.Image) -> Image.Image:
    return ImageChops.add(scene, Image.effect_noise(SIZE, 20).convert("RGB"), offset=-128)


def jpeg(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()
