"""Profiles: everybody classified in one transaction, or one customer with the lines of the last classification.

`classify` replaces `profiles` and adds to `profile_changes` as the only writer, and the run counts as finished in the
same transaction: killed at any moment it leaves nothing behind but a run that never ended, and can be started again.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Engine, column, delete, insert, table
from sqlalchemy.orm import Session

from segmentation import figures, profile
from segmentation.profile import Cutpoints, Policy
from segmentation.segment import Mask
from segmentation.visits import Ints
from storage import bulk, history, rows, runs, visits
from storage.columns import day_number
from storage.outcome import Outcome, Tally
from storage.tables import Profile, ProfileChange

CHUNK = 100_000
"""Customers labelled and stored at a time."""


def classify(engine: Engine, *, as_of: date, policy: Policy, now: datetime) -> Outcome:
    """Give everybody figures and labels as of the end of a day, and note what changed.

    The same day again changes nothing. An earlier day than that of the last run takes the profiles back: later runs
    are marked `superseded`, and changes are told from what held before them.
    """
    run_id = runs.start(engine, runs.CLASSIFICATION, now=now, as_of=as_of)
    with bulk.connect(engine, write=True) as connection:
        if not runs.overtaken(connection, run_id):
            outcome = _Classification(connection, run_id, as_of, policy).perform()
            runs.finish(engine, connection, run_id, now=now, summary=outcome.summary, cutpoints=outcome.cutpoints)
            return outcome
    return classify(engine, as_of=as_of, policy=policy, now=now)


def reclassify_one(session: Session, customer_id: int, *, as_of: date, policy: Policy) -> list[ProfileChange]:
    """Label one customer anew with the lines of the last classification, in the caller's transaction.

    Returns:
        The changes, already added to the session; none before the first classification.
    """
    runs.wait_for_turn(session)
    run = runs.latest_classification(session)
    if run is None or run.cutpoints is None:
        return []
    known = history.of_customer(session, customer_id)
    now = _figures_of_customer(session, customer_id, as_of=as_of, policy=policy)
    labels = profile.label(now, run.cutpoints, policy, known)
    batch = rows.of_profiles(now, labels, since=_since(known, now.index, as_of), as_of=day_number(as_of))
    session.execute(delete(Profile).where(Profile.customer_id == customer_id))
    session.execute(insert(_STORED).values(batch.to_pylist()))
    told = profile.changes(known, labels, known, now, policy)
    reasons = [json.loads(reason) for reason in told.pop("reason")]
    changes = [
        ProfileChange(run_id=run.id, as_of=as_of, reason=reason, **{str(name): value for name, value in change.items()})
        for reason, change in zip(reasons, told.to_dict("records"), strict=True)
    ]
    session.add_all(changes)
    return changes


_STORED = table("profiles", *(column(name) for name in rows.PROFILE))
"""The table as bulk rows fill it: days and money as the numbers they are stored as."""


@dataclass(frozen=True)
class _Classification:
    """A classification under way, in the transaction of a bulk connection."""

    connection: Connection
    run_id: int
    as_of: date
    policy: Policy

    def perform(self) -> Outcome:
        """Replace all profiles, add the changes."""
        undone = runs.supersede(self.connection, after=self.as_of)
        before = self._before(undone)
        customers, open_ = self._customers()
        everybody = self._figures(customers, as_of=self.as_of)
        cutpoints = profile.fit(everybody, self.policy, open_)
        tally = Tally()
        chunks = self._profiles(everybody, before, cutpoints, tally)
        bulk.execute(self.connection, "DELETE FROM profiles")
        bulk.append(self.connection, "profiles", pa.RecordBatchReader.from_batches(rows.PROFILE_SCHEMA, chunks))
        bulk.append(self.connection, "profile_changes", pa.Table.from_batches(tally.changes, rows.CHANGE_SCHEMA))
        counts, moves = tally.segment_counts(), tally.sorted_moves()
        return Outcome(self.run_id, self.as_of, len(customers), counts, moves, cutpoints, taken_back=len(undone))

    def _profiles(
        self, everybody: pd.DataFrame, before: pd.DataFrame, cutpoints: Cutpoints, tally: Tally
    ) -> Iterator[pa.RecordBatch]:
        """Yield rows of `profiles` in chunks, and tally what they say and what changed."""
        day = day_number(self.as_of)
        for start in range(0, len(everybody), CHUNK):
            some = everybody.iloc[start : start + CHUNK]
            low, high = np.searchsorted(before.index, [some.index[0], some.index[-1] + 1])
            known = before.iloc[low:high]
            labels = profile.label(some, cutpoints, self.policy, known)
            changes = profile.changes(known, labels, known, some, self.policy)
            tally.add(labels, changes, rows.of_changes(changes, run_id=self.run_id, as_of=day))
            yield rows.of_profiles(some, labels, since=_since(known, some.index, self.as_of), as_of=day)

    def _before(self, undone: list[int]) -> pd.DataFrame:
        """Return figures and labels in force until now, as they were before the runs that are undone."""
        profiles = history.stored(self.connection)
        if not undone:
            return profiles
        labels = history.taken_back(self.connection, profiles, runs=undone, as_of=self.as_of)
        day = runs.latest_day(self.connection)
        return labels if day is None else labels.join(self._figures(labels.index.to_numpy(), as_of=day))

    def _customers(self) -> tuple[Ints, Mask]:
        """Return the ids of all customers, ascending, and which of them are open."""
        query = "SELECT id, CASE status WHEN 'open' THEN 1 ELSE 0 END FROM customers ORDER BY id"
        batches = list(bulk.read(self.connection, query))
        ids = [np.empty(0, dtype=np.int64), *(batch.column(0).to_numpy() for batch in batches)]
        open_ = [np.empty(0, dtype=bool), *(batch.column(1).to_numpy() == 1 for batch in batches)]
        return np.concatenate(ids), np.concatenate(open_)

    def _figures(self, customers: Ints, *, as_of: date) -> pd.DataFrame:
        """Return the figures of all customers, ascending, whether they ever visited or not."""
        days = self.policy.rfm.days
        visited = figures.of_batches(visits.batches(self.connection), as_of=as_of, rfm_days=days)
        absent = np.setdiff1d(customers, visited.index.to_numpy(), assume_unique=True)
        return pd.concat([visited, figures.never_visited(absent, as_of=as_of, rfm_days=days)]).sort_index()


def _figures_of_customer(session: Session, customer_id: int, *, as_of: date, policy: Policy) -> pd.DataFrame:
    """Return the figures of one customer, who may never have visited."""
    days = policy.rfm.days
    if (found := visits.of_customer(session, customer_id)) is not None:
        return figures.figures(found, as_of=as_of, rfm_days=days)
    return figures.never_visited(np.array([customer_id]), as_of=as_of, rfm_days=days)


def _since(known: pd.DataFrame, customers: pd.Index, as_of: date) -> "pd.Series[int]":
    """Return the day of each customer's first classification, which may be this one."""
    day = day_number(as_of)
    return known["since"].reindex(customers).fillna(day).clip(upper=day)
