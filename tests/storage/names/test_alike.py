"""Nothing within reach is missed, and nothing else is found."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from storage.names.alike import alike

WORDS = st.text("abcABC中成大,1", min_size=1, max_size=12)


def shortest_first(texts: list[str]) -> list[str]:
    return sorted(texts, key=len)


@given(st.lists(WORDS, max_size=30).map(shortest_first), WORDS, st.integers(0, 4))
def test_texts_within_some_typos_are_those_that_comparing_all_finds(texts: list[str], wanted: str, edits: int) -> None:
    positions, typos = alike(pa.array(texts, pa.string())).within(wanted, edits)
    found = dict(zip(positions.tolist(), typos.tolist(), strict=True))
    distances = {i: OSA.distance(text, wanted) for i, text in enumerate(texts)}
    assert found == {i: distance for i, distance in distances.items() if distance <= edits}
    assert typos.tolist() == sorted(typos.tolist())


@given(st.lists(WORDS, max_size=30).map(shortest_first), st.text("abcABC中成大,1", min_size=1, max_size=3))
def test_texts_containing_another_are_those_that_looking_at_all_finds(texts: list[str], wanted: str) -> None:
    made = alike(pa.array(texts, pa.string()))
    assert sorted(made.containing(wanted)) == [i for i, text in enumerate(texts) if wanted in text]
    begun = [i for i, text in enumerate(texts) if text.startswith(wanted)]
    assert sorted(made.containing(wanted, at_start=True)) == begun


def test_a_text_longer_than_all_others_is_like_none() -> None:
    assert not len(alike(pa.array(["a", "bb"])).within("x" * 500, 3)[0])
