"""Scenes for tests of rules: made up by hypothesis, or by hand with only what a test is about said out loud."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from segmentation import figures
from segmentation.profile import LABELS, Policy, model_of
from segmentation.rule import Scene, day_number
from tests.segmentation.populations import customers
from tests.segmentation.receipts import TODAY

POLICY = Policy()

DAY = day_number(TODAY)

LINES: dict[str, dict[str, float | None]] = {
    "value_group": {"mvc_line": 100_000, "mvc_leave_line": 90_000, "mgc_line": 40_000, "mgc_leave_line": 36_000},
    "activity": {"rhythm_days": 36.5},
}

OUTLOOK = ("drop_risk", "like_this", "usual_month", "longest_before", "horizon_days")
"""The columns that rules read of the outlook."""


def facts(index: "pd.Index[int]", **values: object) -> pd.DataFrame:
    """Return facts of open, owned customers of whom nothing else is known but `values`."""
    unknown = pd.array([pd.NA] * len(index), dtype="Int32")
    usual = {"is_open": True, "is_owned": True}
    days = dict.fromkeys(("owner_left_day", "birthday", "anniversary", "contact_day", "absent_until"), unknown)
    told = pd.DataFrame(usual | days | values, index=index)
    return told.astype(dict.fromkeys(usual, bool) | dict.fromkeys(days, "Int32"))


def scene(*rows: Mapping[str, Any], before: pd.DataFrame | None = None, **values: object) -> Scene:
    """Return a scene of customers 1, 2, ...: `rows` say how they are, `before` how they were, `values` are facts."""
    labels = ("tier", "activity")
    after = customers(*({name: row[name] for name in row if name not in (*labels, *OUTLOOK)} for row in rows))
    for name, usual in {"tier": "standard", "activity": "normal"}.items():
        after[name] = pd.Categorical([row.get(name, usual) for row in rows])
    for name in OUTLOOK:
        after[name] = np.array([row.get(name, np.nan) for row in rows], dtype=np.float64)
    return Scene(before, after, facts(after.index, **values), LINES, POLICY, TODAY)


def following(scene_before: Scene, *rows: Mapping[str, Any], **values: object) -> Scene:
    """Return the scene that comes after another."""
    return scene(*rows, before=scene_before.after, **values)


NOBODY = figures.never_visited(np.empty(0, dtype=np.int64), as_of=TODAY)

KNOWN: Mapping[str, Sequence[float | None]] = {
    "Int32": (None, DAY - 400, DAY - 70, DAY - 30, DAY - 7, DAY, 3, 15, 29, 90),
    "Int64": (None, -100_000, 0, 90_000, 100_000, 150_000),
    "int64": (-100_000, 0, 2_000, 9_000, 10_000, 95_000, 100_000),
    "int32": (0, 1, 2, 3, 4, 9),
    "float32": (None, 0, 3, 10, 13.5, 40, 100),
    "float64": (None, 0, 0.3, 0.5, 0.65, 0.7, 1),
}
"""What may be known of customers, by the type of the column: little, so that lines are met and nobody is alone."""

DATES = (None, DAY - 9_000, DAY - 366, DAY - 365, DAY - 359, DAY - 7, DAY, DAY + 1, DAY + 40, day_number(date.max))

SEGMENTS = {name: [segment.key for segment in model_of(name, POLICY).segments[name]] for name in LABELS}


@cache
def made_up(seed: int, *, size: int, classified: bool) -> Scene:
    """Return a scene of `size` customers of whom anything may be, and with it what was, if they are `classified`."""
    random = np.random.default_rng(seed)
    ids = pd.RangeIndex(2 * size, name="customer_id").take(random.permutation(2 * size)[:size])
    after, before = _made_up(random, ids), _made_up(random, ids[: size // 2])
    known = {name: random.random(size) < 0.8 for name in ("is_open", "is_owned")}
    days = {name: _some(random, DATES, size, "Int32") for name in ("birthday", "anniversary", "contact_day")}
    days["owner_left_day"] = _some(random, (None, *range(DAY - 7, DAY + 1)), size, "Int32")
    days["absent_until"] = _some(random, (None, None, *DATES), size, "Int32")
    lines = LINES if random.random() < 0.8 else {model: dict.fromkeys(each) for model, each in LINES.items()}
    return Scene(before if classified else None, after, facts(ids, **known, **days), lines, POLICY, TODAY)


def _made_up(random: np.random.Generator, ids: "pd.Index[int]") -> pd.DataFrame:
    """Return figures, labels and outlook of some customers."""
    columns = {name: _some(random, KNOWN[str(kind)], len(ids), str(kind)) for name, kind in NOBODY.dtypes.items()}
    columns |= {name: pd.Categorical(random.choice(SEGMENTS[name], len(ids))) for name in LABELS}
    outlook = {"usual_month": (None, 0, 0.9, 4, 60), "horizon_days": (None, 60, 365), "longest_before": (None, 0, 30)}
    columns |= {name: _some(random, outlook.get(name, KNOWN["float64"]), len(ids), "float64") for name in OUTLOOK}
    return pd.DataFrame(columns, index=ids)


def _some(
    random: np.random.Generator, values: Sequence[float | None], size: int, kind: str
) -> pd.api.extensions.ExtensionArray:
    """Return a column of some of the values."""
    return _of(tuple(values), kind).take(random.integers(len(values), size=size))


@cache
def _of(values: Sequence[float | None], kind: str) -> pd.api.extensions.ExtensionArray:
    """Return a column of the values."""
    column: pd.api.extensions.ExtensionArray = pd.Series(list(values), dtype=kind).array
    return column


scenes = st.builds(made_up, st.integers(0, 20), size=st.sampled_from([60, 60, 1, 0]), classified=st.booleans())
"""Scenes of nobody, of one customer, and of many, none of whom has been classified before, or half of them.

They are few enough to be made once for all rules.
"""
