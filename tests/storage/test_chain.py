"""The chain: whatever is recorded verifies, and whatever is changed, removed, put in or swapped shows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from storage import canonical, chain
from storage.chain import ALTERED, BEGINNING, MISSING, OUT_OF_PLACE, UNKNOWN_HASH, Link, Verdict

MOMENT = "2026-03-02T09:00:00.000000+00:00"


def chained(*told: tuple[str, Mapping[str, Any]]) -> list[Link]:
    """Return a chain of rows, each with an action and what came of it."""
    rows: list[Link] = []
    for number, (action, after) in enumerate(told, start=1):
        previous = rows[-1].hash if rows else BEGINNING
        texts = ("[]", "{}", canonical.text(after))
        line = chain.line((number, MOMENT, 1, None, action, "alert:1", *texts, None, None, previous))
        rows.append(Link(number, line, chain.hashed(line), previous))
    return rows


words = st.text(max_size=5)
values: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers() | words
told = st.tuples(words, st.dictionaries(words, values, max_size=2))
chains = st.lists(told, min_size=1, max_size=5).map(lambda all_told: chained(*all_told))


@given(chains)
def test_every_chain_holds_and_knows_all_its_hashes(rows: list[Link]) -> None:
    for known in (None, BEGINNING, *(row.hash for row in rows)):
        assert chain.follow(rows, known=known) == Verdict(len(rows), rows[-1].hash)


@given(chains, st.integers(0), st.sampled_from(chain.COLUMNS), values)
def test_every_change_of_a_row_is_found_there(rows: list[Link], place: int, column: str, value: object) -> None:
    place %= len(rows)
    stored = json.loads(rows[place].line)
    assume(canonical.text(value) != canonical.text(stored[column]))
    altered = rows[place]._replace(line=chain.line([*(stored | {column: value}).values()]))

    assert chain.follow([*rows[:place], altered, *rows[place + 1 :]]) == Verdict(
        place, rows[place].previous, place + 1, ALTERED
    )


@given(chains, st.integers(0))
def test_a_row_that_is_removed_swapped_or_put_in_again_is_found(rows: list[Link], place: int) -> None:
    assume(len(rows) > 1)
    place %= len(rows) - 1
    before, first, second, after = rows[:place], rows[place], rows[place + 1], rows[place + 2 :]
    assert chain.follow([*before, second, *after]).broken == place + 1
    assert chain.follow([*before, second, first, *after]).broken == place + 1
    doubled = chain.follow([*before, first, first, second, *after])
    assert (doubled.broken, doubled.why) == (place + 2, MISSING)


def test_rows_of_another_chain_are_out_of_place_and_a_chain_made_anew_lacks_the_hash_written_down() -> None:
    rows, others = (chained((word, {}), ("b", {}), ("c", {})) for word in "ax")
    assert chain.follow([rows[0], *others[1:]]) == Verdict(1, rows[0].hash, 2, OUT_OF_PLACE)
    assert chain.follow(others, known=rows[1].hash) == Verdict(3, others[2].hash, 4, UNKNOWN_HASH)
    assert chain.follow(rows[:2], known=rows[2].hash).why == UNKNOWN_HASH


def test_a_text_cannot_be_shifted_from_one_column_to_the_next() -> None:
    def line(before: str, after: str) -> str:
        return chain.line((1, MOMENT, 1, None, "a", "alert:1", "[]", before, after, None, None, BEGINNING))

    assert line("{}", '{"x":1},"after":{}') != line('{},"after":{"x":1}', "{}")


@given(chains)
def test_exported_lines_verify_with_nothing_but_a_hash(rows: Sequence[Link]) -> None:
    file = "".join(f"{row.line}\n" for row in rows).encode()
    previous = BEGINNING
    for line in file.removesuffix(b"\n").split(b"\n"):
        assert json.loads(line)["previous"] == previous
        previous = hashlib.sha256(line).hexdigest()
    assert previous == rows[-1].hash
    assert chain.follow(chain.links(file.decode().removesuffix("\n").split("\n"))).head == previous
