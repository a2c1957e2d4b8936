"""Every rule has an entry in the catalogue, which names only what its evidence has."""

import pytest

from bot.telling.reasons import CATALOGUE
from segmentation.rules import RULES


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_words(name: str) -> None:
    entry = CATALOGUE[name]
    assert entry.title
    assert "{name}" in entry.change
    assert entry.fires
    assert entry.evidence


def test_no_words_are_left_of_a_rule_that_is_gone() -> None:
    assert set(CATALOGUE) == set(RULES)
