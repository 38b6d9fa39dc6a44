"""Pictures as we keep them: drawn anew, so that nothing but what one sees is left of the upload."""

from contextlib import suppress
from io import BytesIO
from math import prod
from secrets import token_hex
from typing import IO, Any

from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageOps

from .exceptions import UploadRefused

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
# Drawings and screenshots; the others hold photographs, unless one sees through them.
SHARP = ("PNG", "GIF")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4000
JPEG_QUALITY = 90

type Upload = File[Any] | IO[bytes]


class Drawn(SimpleUploadedFile):
    """A picture that we drew ourselves. Nobody can guess its name, nor those of the renditions made from it."""


def redrawn(upload: Upload) -> Drawn:
    """Without metadata, hidden tail or animation; upright, in sRGB, as JPEG or PNG. Raises `UploadRefused`."""
    if isinstance(upload, Drawn):
        return upload
    upload.seek(0)
    try:
        return _drawn(upload)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UploadRefused("huge") from None
    except UploadRefused:
        raise
    except Exception:  # noqa: BLE001 - a decoder may raise anything over bytes that somebody made up
        raise UploadRefused("unreadable") from None


def refuse_damaged(kept: Upload) -> None:
    """Read to its end, and as small as its kind can be read. Raises `UploadRefused`."""
    try:
        picture = Image.open(kept, formats=FORMATS)
        picture.draft("", (1, 1))
        picture.load()
    except Exception:  # noqa: BLE001 - a decoder may raise anything over what a disk did to it
        raise UploadRefused("unreadable") from None
    kept.seek(0)


def _drawn(upload: Upload) -> Drawn:
    with Image.open(upload, formats=FORMATS) as picture:
        if prod(picture.size) > MOST_PIXELS:
            raise UploadRefused("huge")
        is_sharp = picture.format in SHARP
        picture.draft("", (LONGEST_SIDE, LONGEST_SIDE))
        upright = _in_srgb(ImageOps.exif_transpose(picture))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright.info.clear()
    return _kept(upright, "PNG" if is_sharp or upright.mode == "RGBA" else "JPEG")


def _in_srgb(picture: Image.Image) -> Image.Image:
    """As screens show it: transparent where it is, and eight bits of each colour."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        with suppress(ImageCms.PyCMSError, OSError, ValueError):  # a profile that is of no use
            source, screen = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            picture = ImageCms.profileToProfile(picture, source, screen, outputMode=mode) or picture
    if picture.has_transparency_data:
        coloured = picture.convert("RGBA")
        if coloured.getchannel("A").getextrema() != (255, 255):
            return coloured
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGB")


def _kept(picture: Image.Image, kind: str) -> Drawn:
    content = BytesIO()
    picture.save(content, kind, quality=JPEG_QUALITY)
    suffix = "jpg" if kind == "JPEG" else "png"
    return Drawn(f"{token_hex(8)}.{suffix}", content.getvalue())
