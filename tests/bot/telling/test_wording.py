"""Figures in words say what is known and no more."""

import pytest

from bot.locale.language import ENGLISH
from bot.telling import wording


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (30.0, 45.5, "usual days between visits 30 → 45.5"),
        (None, 30.0, "usual days between visits 30"),
        (30.0, None, "usual days between visits 30 → unknown"),
    ],
)
def test_a_figure_moves_from_what_was_known(before: float | None, after: float | None, said: str) -> None:
    assert wording.moved(ENGLISH, "cadence_days", before, after) == said
