"""RFM scores and names that can be worked out by hand."""

from itertools import product

import pandas as pd
import pytest

from segmentation.models.rfm import CHAMPIONS, LOST, LOYAL, RULES, SEGMENTS, Rfm, Rule
from tests.segmentation.populations import customers


def scored(*rows: tuple[int | None, int, int], model: Rfm | None = None) -> pd.DataFrame:
    """Score customers by days since the last visit, visits and spend."""
    model = model or Rfm()
    figures = customers(
        *({"days_since_last_visit": days, "visits_rfm": visits, "spend_rfm": spend} for days, visits, spend in rows)
    )
    return model.label(figures, model.fit(figures), None)


def test_scores_are_quintiles_with_recency_reversed() -> None:
    found = scored(*((days, days, 100 * days) for days in range(1, 11)))
    assert found["rfm_r"].tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert found["rfm_f"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert found["rfm_m"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_a_value_on_a_quantile_is_not_over_it() -> None:
    assert scored(*((1, visits, 1) for visits in range(1, 7)))["rfm_f"].tolist() == [1, 1, 2, 3, 4, 5]


def test_equal_values_score_equally() -> None:
    assert scored(*[(4, 1, 7)] * 5)[["rfm_r", "rfm_f", "rfm_m"]].to_numpy().tolist() == [[5, 1, 1]] * 5


def test_those_who_never_came_have_no_scores_and_move_no_quantile() -> None:
    visited = [(1, 1, 1), (2, 2, 2)]
    found = scored(*visited, (None, 0, -900))
    assert found["rfm_segment"].iloc[2] == "no_purchase"
    assert found[["rfm_r", "rfm_f", "rfm_m"]].iloc[2].isna().all()
    pd.testing.assert_frame_equal(found.iloc[:2], scored(*visited))


def test_every_combination_of_scores_has_a_name() -> None:
    names = {scores: rule.segment for scores in product(range(1, 6), repeat=3) if (rule := Rfm().rule(*scores))}
    assert len(names) == 125
    assert set(names.values()) == {rule.segment for rule in RULES} == set(SEGMENTS[:-1])
    assert (names[5, 5, 5], names[5, 5, 1], names[1, 1, 1]) == (CHAMPIONS, LOYAL, LOST)


def test_the_segment_is_that_of_the_first_rule_that_matches() -> None:
    found = scored(*((days, (7 * days) % 11, (3 * days) % 13) for days in range(1, 60)))
    for r, f, m, segment in found.itertuples(index=False):
        rule = Rfm().rule(r, f, m)
        assert rule is not None
        assert rule.segment.key == segment


def test_the_table_can_be_edited_but_not_full_of_holes() -> None:
    simple = Rfm(rules=(Rule(CHAMPIONS, r=(5, 5)), Rule(LOST)))
    assert scored((1, 1, 1), (9, 9, 9), model=simple)["rfm_segment"].tolist() == ["champions", "lost"]
    with pytest.raises(ValueError, match=r"no RFM rule matches scores \(1, 1, 1\) and 99 more"):
        Rfm(rules=(Rule(CHAMPIONS, r=(5, 5)),))


def test_evidence_is_of_the_window_that_is_scored() -> None:
    assert "spend_total" in Rfm().evidence["rfm_segment"]
    assert "spend_rfm" in Rfm(days=365).evidence["rfm_segment"]
