"""A segment is the first that matches."""

import numpy as np

from segmentation.segment import Segment, first_match

BIG = Segment("big_ones", zh="大", meaning="over ten")
MIDDLING = Segment("middling", zh="中", meaning="over five")
SMALL = Segment("small", zh="小", meaning="the others")


def test_the_first_condition_that_holds_wins() -> None:
    size = np.array([3, 30, 8])
    found = first_match({BIG: size > 10, MIDDLING: size > 5}, otherwise=SMALL)
    assert list(found) == ["small", "big_ones", "middling"]
    assert list(found.categories) == ["big_ones", "middling", "small"]


def test_a_key_reads_as_words() -> None:
    assert BIG.en == "big ones"
