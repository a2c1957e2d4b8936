"""A classification under way: everybody's figures, lines, labels and changes, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
from adbc_driver_manager.dbapi import Connection

from segmentation import figures, profile
from segmentation.profile import Cutpoints, Policy
from segmentation.segment import Mask
from segmentation.visits import Ints
from storage import bulk, history, rows, runs, visits
from storage.ahead import ahead
from storage.columns import day_number
from storage.outcome import Outcome, Tally

CHUNK = 100_000
"""Customers labelled and stored at a time."""


@dataclass(frozen=True)
class Classification:
    """What a run works with: the bulk connection whose transaction it fills, its number, day and policy."""

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
        chunks = ahead(self._profiles(everybody, before, cutpoints, tally))
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
            yield rows.of_profiles(some, labels, since=rows.since(known, some.index, self.as_of), as_of=day)

    def _before(self, undone: list[int]) -> pd.DataFrame:
        """Return figures and labels in force until now, as they were before the runs that are undone."""
        profiles = history.stored(self.connection, self.policy)
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
