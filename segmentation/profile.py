"""All models over all customers: fit the lines on the population, label in chunks, tell what changed.

To add a model: a file in `models/`, a field of `Policy`, its place in `Policy.models`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from segmentation.history import NO_CHANGES, Snapshot, compare
from segmentation.model import Lines, Model
from segmentation.models.abc import Abc
from segmentation.models.activity import Activity
from segmentation.models.lifecycle import Lifecycle
from segmentation.models.rfm import Rfm
from segmentation.models.value_group import ValueGroup
from segmentation.segment import Mask, Segment
from segmentation.sensitivity import Sensitivity

Cutpoints = Mapping[str, Lines]
"""The lines of every model by its name, fit for JSON."""


@dataclass(frozen=True)
class Policy:
    """How this business segments its customers, one field per model, and how easily it wants to be alerted."""

    abc: Abc = field(default_factory=Abc)
    rfm: Rfm = field(default_factory=Rfm)
    value_group: ValueGroup = field(default_factory=ValueGroup)
    activity: Activity = field(default_factory=Activity)
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    sensitivity: Sensitivity = field(default_factory=Sensitivity)

    @property
    def models(self) -> tuple[Model, ...]:
        """The models, in the order of the label columns."""
        return (self.abc, self.rfm, self.value_group, self.activity, self.lifecycle)


LABELS = tuple(label for model in Policy().models for label in model.segments)
"""The label columns, in order; a change of one of them is history."""

SCORES = tuple(score for model in Policy().models for score in model.scores)
"""The columns beside the labels: numbers that led to them."""


def model_of(label: str, policy: Policy) -> Model:
    """Return the model that gives `label`."""
    return next(model for model in policy.models if label in model.segments)


def segment_of(label: str, key: str, policy: Policy) -> Segment:
    """Return the segment stored as `key` in the column `label`.

    `segment.meaning.format_map(vars(model_of(label, policy)))` says who is in it, with the policy's thresholds.
    """
    return next(segment for segment in model_of(label, policy).segments[label] if segment.key == key)


def fit(figures: pd.DataFrame, policy: Policy, open_: Mask) -> dict[str, dict[str, float | None]]:
    """Fit every model on the open customers.

    Args:
        figures: one row of figures per customer, of everybody.
        policy: the models.
        open_: n truths, whether each row's customer is open; closed ones do not influence any line.

    Returns:
        The lines of each model by its name: plain numbers or None, fit for JSON.
    """
    return {model.name: model.fit(figures.loc[np.asarray(open_), list(model.basis)]) for model in policy.models}


def label(figures: pd.DataFrame, cutpoints: Cutpoints, policy: Policy, before: pd.DataFrame | None) -> pd.DataFrame:
    """Give each row of figures its labels by every model; the same for one row, a chunk, or all.

    Args:
        figures: one row of figures per customer.
        cutpoints: what `fit` returned, perhaps on another day.
        policy: the models.
        before: the labels in force until now, indexed by `customer_id`; None at the first classification. Only rows
            and columns that a model asks for are looked at.

    Returns:
        The index of `figures`; the columns of `LABELS` (categorical) and `SCORES` (nullable integers).
    """
    return pd.concat([model.label(figures, cutpoints[model.name], before) for model in policy.models], axis=1)


def changes(
    before_labels: pd.DataFrame,
    after_labels: pd.DataFrame,
    before_figures: pd.DataFrame,
    after_figures: pd.DataFrame,
    policy: Policy,
) -> pd.DataFrame:
    """Tell which labels changed, with the figures that decided them.

    Args:
        before_labels, before_figures: what was stored, row by row of the same customers, indexed by `customer_id`;
            labels as text or categories. Customers without a label there got their first one now: no change.
        after_labels, after_figures: what `label` and `figures` returned, likewise, of the same or other customers.
        policy: the models; they name the evidence.

    Returns:
        One row per changed label, by label and then in the order of `after_labels`: `customer_id` (int64), `label`,
        `before`, `after` and `reason` (text), the last a JSON object {figure: [before, after]}, null where a side does
        not know it.
    """
    both = compare(Snapshot(before_labels, before_figures), Snapshot(after_labels, after_figures))
    told = [both.changes(label, model.evidence[label]) for model in policy.models for label in model.segments]
    return pd.concat([one for one in told if len(one)] or [NO_CHANGES], ignore_index=True)
