"""A ticket's code as a picture. It holds the bare code and nothing else."""

from io import BytesIO
from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4
PIXELS_PER_MODULE = 16


def _drawn(content: str) -> "qrcode.QRCode[Any]":
    picture = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, box_size=PIXELS_PER_MODULE)
    picture.add_data(content)
    picture.make()
    return picture


def svg(content: str) -> bytes:
    """One path on white, quiet zone included; no style, so that it may stand under a strict policy."""
    modules = _drawn(content).get_matrix()
    size = len(modules)
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(modules) for x, dark in enumerate(row) if dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dots}"/></svg>'
    ).encode()


def png(content: str) -> bytes:
    buffer = BytesIO()
    _drawn(content).make_image().save(buffer, "PNG")
    return buffer.getvalue()
