"""Who is spoken of: once per episode, which begins when a rule holds and ends when it certainly does not."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.rhythm import floats
from segmentation.rule import Rule, Scene, Verdict, day_number
from segmentation.segment import Mask

Customers = npt.NDArray[np.int64]

WORSE_AFTER = 7
"""Days that an episode has lasted before it gets worse: who comes often would be spoken of every few days."""


@dataclass(frozen=True)
class Decision:
    """What a verdict changes; ids of customers.

    Attributes:
        began: who enters an episode, since this day.
        worsened: who is in one that got worse and has lasted `WORSE_AFTER` days.
        speaks: who of both is spoken of; for the others an episode goes on in silence.
        ended: who leaves an episode.
        level: by customer, the level to keep with the episode of everybody in `began` and `worsened`.
    """

    began: Customers
    worsened: Customers
    speaks: Customers
    ended: Customers
    level: "pd.Series[int]"


def decide(
    verdict: Verdict,
    known: pd.DataFrame,
    hushed: Mask,
    *,
    as_of: date,
    baseline: bool,
    told: Mask | None = None,
    waits: Mask | None = None,
) -> Decision:
    """Compare a verdict with the episodes there are.

    Args:
        verdict: what a rule says of some customers.
        known: that rule's episodes, of these and perhaps other customers, indexed by `customer_id`: `since` (days since
            1970-01-01) and `level`; where levels are not kept, none is ever exceeded. One that began after `as_of`
            stays as it is.
        hushed: for each row, whether nothing begins or ends now; see `hushed`.
        as_of: the day of the verdict.
        baseline: the rule has never looked at everybody: all episodes begin in silence.
        told: for each row, whether another rule has said as much: there is an alert of one of its `told_by`.
        waits: for each row, whether another rule has asked for the same: of one of its `waits_for`.
    """
    customer = verdict.evidence.index
    level = np.ones(len(customer), dtype=np.int8) if verdict.level is None else verdict.level
    place = known.index.get_indexer(customer)
    inside = place >= 0
    settled = inside & (_of_episodes(known, "since", place) <= day_number(as_of)) & ~hushed
    before = _of_episodes(known, "level", place) if "level" in known else np.full(len(customer), np.iinfo(np.int8).max)
    began = verdict.enter & ~inside & ~(hushed | (np.False_ if waits is None else waits))
    lasted = day_number(as_of) - _of_episodes(known, "since", place)
    worsened = verdict.enter & settled & (level > before) & (lasted >= WORSE_AFTER)
    speaks = (began | worsened) & ~(baseline | (np.False_ if told is None else told))
    ids = customer.to_numpy(dtype=np.int64)
    return Decision(
        began=ids[began],
        worsened=ids[worsened],
        speaks=ids[speaks],
        ended=ids[settled & verdict.leave],
        level=pd.Series(level[began | worsened], ids[began | worsened], name="level"),
    )


def hushed(rule: Rule, scene: Scene) -> Mask:
    """Say whom a rule keeps quiet about: closed customers and, if it is about absence, those known to be away.

    Who was known to be away has one rhythm of their own to come back after the last day.
    """
    closed = ~np.asarray(scene.facts["is_open"], dtype=bool)
    if not rule.absence:
        return closed
    away = floats(scene.facts["absent_until"]) + np.nan_to_num(floats(scene.after["cadence_days"]))
    return closed | (away >= scene.day)


def after(decision: Decision, known: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return the episodes there are once a decision is carried out."""
    left = known.drop(decision.ended)
    left["level"] = decision.level.reindex(left.index).fillna(left["level"])
    new = decision.level.drop(decision.worsened).to_frame().assign(since=day_number(as_of))
    return pd.concat([left, new])[list(EPISODE)].astype(EPISODE).rename_axis("customer_id")


EPISODE = {"since": np.int64, "level": np.int8}

NO_EPISODES = pd.DataFrame({"since": [], "level": []}, index=pd.Index([], dtype=np.int64)).astype(EPISODE)
"""Where nobody is in an episode."""


def _of_episodes(known: pd.DataFrame, column: str, place: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    """Return a column of the episodes at some places; 0 where there is none (-1)."""
    return np.append(known[column].to_numpy(dtype=np.int64), 0)[place]
