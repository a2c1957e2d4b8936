"""A classification under way: everybody's figures, lines, labels and changes, in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Engine

from segmentation import figures, outlook, profile
from segmentation.guard import Drop, Late, quiet_because
from segmentation.outlook.sample import Sample
from segmentation.profile import Cutpoints, Policy
from segmentation.rule import Scene
from segmentation.visits import Ints
from storage import bulk, history, rows, runs, visits
from storage.ahead import ahead
from storage.alerts import finding
from storage.alerts.attendance import Attendance
from storage.alerts.finding import Search
from storage.alerts.known import Known
from storage.alerts.store import InBulk
from storage.columns import day_number, from_day_number
from storage.later import Later, labelled
from storage.outcome import Outcome, Tally

CHUNK = 100_000
"""Customers labelled and stored at a time."""


@dataclass(frozen=True)
class Classification:
    """What a run works with: the bulk connection whose transaction it fills, its number, day, policy and beginning."""

    engine: Engine
    connection: Connection
    run_id: int
    as_of: date
    policy: Policy
    now: datetime

    def perform(self) -> Outcome:
        """Replace all profiles, add the changes and what the rules find in them."""
        store = InBulk(self.engine, self.connection)
        looked_until = runs.looked_until(self.connection)
        undone = runs.supersede(self.connection, after=self.as_of)
        before = self._before(undone)
        search = finding.begin(store, as_of=self.as_of)
        facts = search.known.facts
        customers, open_ = facts.index.to_numpy(), facts["is_open"].to_numpy()
        sample, attendance = Sample(customers[open_], as_of=day_number(self.as_of)), Attendance(day_number(self.as_of))
        everybody = self._figures(customers, as_of=self.as_of, sample=sample, attendance=attendance)
        is_news = looked_until is None or self.as_of >= looked_until
        quiet = quiet_because(attendance.daily(), as_of=self.as_of) if is_news else None
        cutpoints = {
            **profile.fit(everybody, self.policy, open_),
            "outlook": outlook.fit(sample.visit_days(), as_of=self.as_of),
        }
        tally = Tally()
        later = self._later(search.known, undone)
        scenes = self._scenes(everybody, later, before, facts, cutpoints, tally)
        look = partial(search.look, quiet=quiet is not None) if is_news else _pass_by
        chunks = ahead(self._profiles(scenes, before, later, look))
        bulk.execute(self.connection, "DELETE FROM profiles")
        bulk.append(self.connection, "profiles", pa.RecordBatchReader.from_batches(rows.PROFILE_SCHEMA, chunks))
        bulk.append(self.connection, "profile_changes", pa.Table.from_batches(tally.changes, rows.CHANGE_SCHEMA))
        self._tell(store, search, quiet)
        counts, moves = tally.segment_counts(), tally.sorted_moves()
        drop = quiet if isinstance(quiet, Drop) else None
        return Outcome(self.run_id, self.as_of, len(customers), counts, moves, cutpoints, len(undone), drop)

    def _tell(self, store: InBulk, search: Search, quiet: Late | Drop | None) -> None:
        """Write what the rules have found, and why they keep quiet, if they do."""
        search.write(store, now=self.now)
        finding.expire(store, now=self.now)
        if quiet is not None:
            finding.notice(store, quiet, as_of=self.as_of, now=self.now)

    def _profiles(
        self, scenes: Iterator[Scene], before: pd.DataFrame, later: Later, look: Callable[[Scene], None]
    ) -> Iterator[pa.RecordBatch]:
        """Yield rows of `profiles` in chunks, and have the rules look at each."""
        for scene in scenes:
            look(scene)
            since, days = rows.since(before, scene.after.index, self.as_of), later.day_of(scene.after.index)
            yield rows.of_profiles(scene.after, since=since, as_of=days, owners=scene.facts["owner_id"])

    def _scenes(
        self,
        everybody: pd.DataFrame,
        later: Later,
        before: pd.DataFrame,
        facts: pd.DataFrame,
        cutpoints: Cutpoints,
        tally: Tally,
    ) -> Iterator[Scene]:
        """Yield customers as they were and are, in chunks, and tally what changed."""
        for start in range(0, len(everybody), CHUNK):
            some = later.put_into(everybody.iloc[start : start + CHUNK])
            low, high = np.searchsorted(before.index, [some.index[0], some.index[-1] + 1])
            known = before.iloc[low:high]
            labels = profile.label(some, cutpoints, self.policy, known)
            changes = profile.changes(known, labels, known, some, self.policy)
            days = later.day_of(pd.Index(changes["customer_id"]))
            tally.add(labels, changes, rows.of_changes(changes, run_id=self.run_id, as_of=days))
            after = pd.concat([some, labels, outlook.foresee(some, cutpoints["outlook"])], axis=1)
            yield Scene(known, after, facts.loc[some.index], cutpoints, self.policy, self.as_of)

    def _later(self, known: Known, undone: list[int]) -> Later:
        """Return those whom visits have labelled as of a later day, unless later runs have."""
        days = known.came_since[known.came_since.index.isin([] if undone else known.facts.index)]
        return labelled(days, self._figures_of, as_of=day_number(self.as_of))

    def _before(self, undone: list[int]) -> pd.DataFrame:
        """Return figures and labels in force until now, as they were before the runs that are undone."""
        profiles = history.stored(self.connection, self.policy)
        if not undone:
            return profiles
        labels = history.taken_back(self.connection, profiles, runs=undone, as_of=self.as_of)
        day = runs.latest_day(self.connection)
        if day is None:
            return labels.reindex(columns=profiles.columns)
        return labels.join(self._figures(labels.index.to_numpy(), as_of=day))

    def _figures_of(self, some: list[int], day: int) -> pd.DataFrame:
        """Return the figures of some customers as of a day."""
        read = visits.batches(self.connection, some)
        return figures_of(read, np.array(some), as_of=from_day_number(day), policy=self.policy)

    def _figures(
        self, customers: Ints, *, as_of: date, sample: Sample | None = None, attendance: Attendance | None = None
    ) -> pd.DataFrame:
        """Return the figures of all customers."""
        read = visits.batches(self.connection)
        counted = read if attendance is None else attendance.through(read)
        return figures_of(counted, customers, as_of=as_of, policy=self.policy, sample=sample)


def figures_of(
    batches: Iterable[pa.RecordBatch], customers: Ints, *, as_of: date, policy: Policy, sample: Sample | None = None
) -> pd.DataFrame:
    """Return the figures of customers, ascending, whether they ever visited or not, from their visits."""
    days = policy.rfm.days
    visited = figures.of_batches(batches, as_of=as_of, rfm_days=days, sample=sample)
    absent = np.setdiff1d(customers, visited.index.to_numpy(), assume_unique=True)
    if not len(absent):
        return visited
    return pd.concat([visited, figures.never_visited(absent, as_of=as_of, rfm_days=days)]).sort_index()


def _pass_by(_scene: Scene) -> None:
    """Look at nothing: what is seen on a day that was looked at before, and since, is no news."""
