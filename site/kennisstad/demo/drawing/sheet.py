"""A sheet of paper that is printed on, ink by ink."""

from collections.abc import Callable, Iterable
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from kennisstad.demo.drawing.palette import Ink
from kennisstad.demo.drawing.shapes import Outline, Path, circle, stroke

type Part = tuple[int, int, int, int]
type Blend = Callable[[Image.Image, Image.Image], Image.Image]

WIDTH, HEIGHT = 1600, 900
FINENESS = 2


class Sheet:
    """Draws at twice the size and shrinks at the end, so that edges are smooth."""

    def __init__(self, ground: Ink) -> None:
        self.image = Image.new("RGB", (WIDTH * FINENESS, HEIGHT * FINENESS), ground)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def fill(self, outline: Path, ink: Ink, opacity: float = 1) -> None:
        """Cover what lies below."""
        self.pen.polygon(_scaled(outline), fill=(*ink, round(opacity * 255)))

    def print(self, outline: Path, ink: Ink, opacity: float = 1) -> None:
        """Print a translucent ink: what lies below stays visible and darkens."""
        self._mix(outline, ink, opacity, ImageChops.multiply)

    def shine(self, outline: Path, ink: Ink, opacity: float = 1) -> None:
        """Lighten what lies below: the counterpart of print for a dark sheet."""
        self._mix(outline, ink, opacity, ImageChops.screen)

    def line(self, path: Path, width: float, ink: Ink, opacity: float = 1) -> None:
        if opacity == 1:
            self.pen.line(_scaled(path), fill=ink, width=round(width * FINENESS), joint="curve")
        else:
            self.fill(stroke(path, width), ink, opacity)

    def lines(self, paths: Iterable[Path], width: float, ink: Ink, opacity: float = 1) -> None:
        for path in paths:
            self.line(path, width, ink, opacity)

    def ring(self, x: float, y: float, radius: float, width: float, ink: Ink, opacity: float = 1) -> None:
        reach, colour = radius + width / 2, (*ink, round(opacity * 255))
        corners = _scaled([(x - reach, y - reach), (x + reach, y + reach)])
        self.pen.ellipse(corners, outline=colour, width=round(width * FINENESS))

    def dot(self, x: float, y: float, radius: float, ink: Ink, opacity: float = 1) -> None:
        self.fill(circle(x, y, radius), ink, opacity)

    def jpeg(self) -> bytes:
        file = BytesIO()
        small = self.image.reduce(FINENESS)
        small.save(file, "JPEG", quality=90, subsampling=0, optimize=True)
        return file.getvalue()

    def _mix(self, outline: Path, ink: Ink, opacity: float, blend: Blend) -> None:
        points = _scaled(outline)
        if (part := self._part(points)) is None:
            return
        mask = _stencil(points, part, opacity)
        mixed = blend(self.image.crop(part), Image.new("RGB", mask.size, ink))
        self.image.paste(mixed, part[:2], mask)

    def _part(self, points: Path) -> Part | None:
        """The part of the sheet that a shape touches, if any."""
        across, down = [x for x, _ in points], [y for _, y in points]
        left, top = max(0, int(min(across))), max(0, int(min(down)))
        right = min(self.image.width, int(max(across)) + 2)
        bottom = min(self.image.height, int(max(down)) + 2)
        return (left, top, right, bottom) if right > left and bottom > top else None


def _scaled(outline: Path) -> Outline:
    return [(x * FINENESS, y * FINENESS) for x, y in outline]


def _stencil(points: Path, part: Part, opacity: float) -> Image.Image:
    left, top, right, bottom = part
    mask = Image.new("L", (right - left, bottom - top), 0)
    shifted = [(x - left, y - top) for x, y in points]
    ImageDraw.Draw(mask).polygon(shifted, fill=round(opacity * 255))
    return mask
