"""Covers in the shared picture bank."""

from io import BytesIO

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from kennisstad.accounts.partners import SHARED_PICTURES, shared_pictures
from kennisstad.demo.covers import draw


def cover(motif: str, variant: int) -> AbstractImage:
    """The drawing as a picture that editors can choose, drawn once."""
    title = f"Omslag {motif} {variant + 1}"
    known = get_image_model().objects.filter(title=title, collection__name=SHARED_PICTURES).first()
    return known or _upload(title, motif, variant)


def _upload(title: str, motif: str, variant: int) -> AbstractImage:
    file = ImageFile(BytesIO(draw(motif, variant)), name=f"omslag-{motif}-{variant + 1}.jpg")
    return get_image_model().objects.create(title=title, file=file, collection=shared_pictures())
