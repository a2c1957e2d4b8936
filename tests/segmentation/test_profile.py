"""All models together: fitted on the open customers, labelled in chunks, compared with before."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation import profile
from segmentation.models.abc import Abc
from segmentation.profile import LABELS, SCORES, Policy
from tests.segmentation.populations import column, customers, populations

POLICY = Policy()


def labelled(figures: pd.DataFrame, before: pd.DataFrame | None = None) -> pd.DataFrame:
    """Fit all models on some customers, all open, and label them."""
    return profile.label(figures, profile.fit(figures, POLICY, np.ones(len(figures), bool)), POLICY, before)


def told(before: pd.DataFrame, after: pd.DataFrame) -> list[tuple[int, str, str, str]]:
    """Return the changes between labels: customer, label, before, after."""
    changes = profile.changes(before, after, before[[]], after[[]], POLICY)
    return list(changes[["customer_id", "label", "before", "after"]].itertuples(index=False, name=None))


def test_labels_are_those_that_are_stored() -> None:
    assert (
        *("abc", "rfm_segment", "tier", "activity_month", "activity_30d", "activity_cadence", "activity", "lifecycle"),
    ) == LABELS
    assert SCORES == ("rfm_r", "rfm_f", "rfm_m")
    assert set(labelled(customers({}))) == {*LABELS, *SCORES}


@given(populations, st.data())
@settings(max_examples=8, deadline=None)
def test_closed_customers_do_not_influence_the_lines(figures: pd.DataFrame, data: st.DataObject) -> None:
    open_ = np.array(data.draw(st.lists(st.booleans(), min_size=len(figures), max_size=len(figures))), dtype=bool)
    only_open = profile.fit(figures[open_], POLICY, np.ones(open_.sum(), dtype=bool))
    assert profile.fit(figures, POLICY, open_) == only_open
    assert len(profile.label(figures, only_open, POLICY, None)) == len(figures)


@given(populations, populations, st.integers(1, 4))
@settings(max_examples=7, deadline=None)
def test_chunks_get_the_labels_of_the_whole(figures: pd.DataFrame, earlier: pd.DataFrame, size: int) -> None:
    before = labelled(earlier)
    lines = json.loads(json.dumps(profile.fit(figures, POLICY, np.ones(len(figures), dtype=bool)), allow_nan=False))
    whole = profile.label(figures, lines, POLICY, before)
    starts = range(0, len(figures), size)
    chunks = [profile.label(figures.iloc[start : start + size], lines, POLICY, before) for start in starts]
    pd.testing.assert_frame_equal(pd.concat(chunks), whole)


@given(populations, populations)
@settings(max_examples=7, deadline=None)
def test_changes_are_the_labels_that_differ(earlier: pd.DataFrame, later: pd.DataFrame) -> None:
    before, after = labelled(earlier), labelled(later)
    assert told(before, after) == [
        (customer, label, before[label][customer], after[label][customer])
        for label in LABELS
        for customer in after.index
        if customer in before.index and before[label][customer] != after[label][customer]
    ]


@given(populations)
@settings(max_examples=8, deadline=None)
def test_nothing_changes_without_a_change(figures: pd.DataFrame) -> None:
    labels = labelled(figures)
    assert told(labels, labels.iloc[::-1]) == []
    assert told(labels.astype(dict.fromkeys(LABELS, "str")), labels) == []
    assert told(labels.iloc[:0], labels) == []


def test_a_change_comes_with_the_figures_that_decided_it() -> None:
    before, after = column("spend_365d", [90, 10, 0]), column("spend_365d", [10, 90, 0])
    changes = profile.changes(labelled(before), labelled(after), before[["spend_365d"]], after, POLICY)
    abc = changes[changes["label"] == "abc"]
    assert abc["customer_id"].tolist() == [1, 2]
    assert abc[["before", "after"]].to_numpy().tolist() == [["A", "B"], ["B", "A"]]
    assert [json.loads(reason) for reason in abc["reason"]] == [{"spend_365d": [90, 10]}, {"spend_365d": [10, 90]}]


def test_a_reason_is_plain_json_where_a_side_is_unknown() -> None:
    before = customers({})
    after = customers({"days_since_last_visit": 4, "visits_total": 2, "cadence_days": 8.5, "longest_gap_90d": 8.5})
    changes = profile.changes(labelled(before), labelled(after), before[["visits_total"]], after, POLICY)
    reason = changes.set_index("label")["reason"]
    assert json.loads(reason["lifecycle"]) == {
        "visits_total": [0, 2],
        "days_since_last_visit": [None, 4],
        "cadence_days": [None, 8.5],
        "longest_gap_90d": [None, 8.5],
    }
    assert json.loads(reason["rfm_segment"])["rfm_r"] == [None, 5]
    assert "NaN" not in "".join(reason)


def test_a_label_that_was_never_given_before_is_not_a_change() -> None:
    after = labelled(customers({}))
    before = after.astype(dict.fromkeys(LABELS, "str"))
    before.loc[1, "tier"] = None
    assert told(before, after) == []


def test_a_segment_that_no_longer_exists_is_left_like_any_other() -> None:
    after = labelled(customers({}))
    before = after.astype(dict.fromkeys(LABELS, "str"))
    before.loc[1, "rfm_segment"] = "whales"
    assert told(before, after) == [(1, "rfm_segment", "whales", "no_purchase")]


def test_a_model_and_a_segment_are_found_by_what_is_stored() -> None:
    policy = Policy(abc=Abc(a_share=0.7))
    model, segment = profile.model_of("abc", policy), profile.segment_of("abc", "A", policy)
    assert segment.meaning.format_map(vars(model)) == "one of the largest, who bring the first 70% of a year's spend"
    with pytest.raises(StopIteration):
        profile.segment_of("abc", "Z", policy)
