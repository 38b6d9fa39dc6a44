"""A code as a phone would see it."""

from xml.etree import ElementTree

from PIL import Image, ImageDraw


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
