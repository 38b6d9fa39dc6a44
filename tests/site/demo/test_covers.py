from io import BytesIO

import pytest
from PIL import Image

from kennisstad.demo.covers import SPECIALS, TOPICS, draw


@pytest.mark.parametrize("motif", [*TOPICS, *SPECIALS])
def test_cover_is_a_wide_picture(motif):
    picture = Image.open(BytesIO(draw(motif)))

    assert (picture.format, picture.size) == ("JPEG", (1600, 900))


def test_cover_is_the_same_every_time():
    assert draw("society", 1) == draw("society", 1)


def test_every_topic_has_three_different_covers():
    pictures = {draw(topic, variant) for topic in TOPICS for variant in range(3)}

    assert len(pictures) == 3 * len(TOPICS)
