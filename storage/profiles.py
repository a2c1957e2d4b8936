"""Profiles: everybody classified in one transaction, or some of them with the lines of the last classification.

`classify` replaces `profiles` and adds to `profile_changes` as the only writer, and the run counts as finished in the
same transaction: killed at any moment it leaves nothing behind but a run that never ended, and can be started again.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection
from datetime import date, datetime

import numpy as np
import pandas as pd
from sqlalchemy import Engine, column, delete, insert, select, table
from sqlalchemy.orm import Session

from segmentation import outlook, profile
from segmentation.profile import Policy
from storage import bulk, history, rows, runs, visits
from storage.alerts import finding
from storage.classification import Classification, figures_of
from storage.columns import day_number
from storage.outcome import Outcome
from storage.tables import Customer, Profile, ProfileChange, Run


def classify(engine: Engine, *, as_of: date, policy: Policy, now: Callable[[], datetime]) -> Outcome:
    """Give everybody figures and labels as of the end of a day, and note what changed and when (`now`) that was done.

    The same day again changes nothing, and whom a visit has labelled as of a later day stays so. An earlier day than
    that of the last run takes the profiles back: later runs are marked `superseded`, and changes are told from what
    held before them.
    """
    began = now()
    run_id = runs.start(engine, runs.CLASSIFICATION, now=began, as_of=as_of)
    with bulk.connect(engine, write=True) as connection:
        if not runs.overtaken(connection, run_id):
            outcome = Classification(engine, connection, run_id, as_of, policy, began).perform()
            runs.finish(engine, connection, run_id, now=now(), summary=outcome.summary, cutpoints=outcome.cutpoints)
            return outcome
    return classify(engine, as_of=as_of, policy=policy, now=now)


def reclassify(
    session: Session, customer_ids: Collection[int], *, as_of: date, policy: Policy, now: datetime
) -> list[ProfileChange]:
    """Label some customers anew with the lines of the last classification, in the caller's transaction.

    What the rules find in it is written with it.

    Returns:
        The changes, by customer, already added to the session; none before the first classification.
    """
    runs.wait_for_turn(session)
    run = runs.latest_classification(session)
    if run is None or run.cutpoints is None:
        return []
    ids = np.array(sorted(customer_ids))
    known = history.of_customers(session, ids.tolist(), policy)
    current = figures_of(visits.of_customers(session, ids.tolist()), ids, as_of=as_of, policy=policy)
    labels = profile.label(current, run.cutpoints, policy, known)
    after = pd.concat([current, labels, outlook.foresee(current, run.cutpoints.get("outlook", {}))], axis=1)
    days = np.full(len(ids), day_number(as_of))
    since, owners = rows.since(known, current.index, as_of), _owners(session, ids.tolist())
    batch = rows.of_profiles(after, since=since, as_of=days, owners=owners)
    session.execute(delete(Profile).where(Profile.customer_id.in_(ids.tolist())))
    session.execute(insert(_STORED), batch.to_pylist())
    changes = _changes(profile.changes(known, labels, known, current, policy), run, as_of)
    session.add_all(changes)
    _count(run, changes)
    finding.find(session, before=known, after=after, cutpoints=run.cutpoints, policy=policy, as_of=as_of, now=now)
    return changes


def _owners(session: Session, customer_ids: Collection[int]) -> list[int | None]:
    """Return who looks after each of some customers."""
    theirs = select(Customer.id, Customer.owner_id).where(Customer.id.in_(customer_ids))
    owners: dict[int, int | None] = dict(session.execute(theirs).all())
    return [owners.get(customer_id) for customer_id in customer_ids]


def _count(run: Run, changes: Collection[ProfileChange]) -> None:
    """Count what visits have changed since a classification with the moves that it has counted itself."""
    summary = run.summary or {}
    moves = Counter({(label, before, after): customers for label, before, after, customers in summary.get("moves", ())})
    moves.update((change.label, change.before, change.after) for change in changes)
    if changes:
        run.summary = {**summary, "moves": [[*move, customers] for move, customers in moves.items()]}


def _changes(told: pd.DataFrame, run: Run, as_of: date) -> list[ProfileChange]:
    """Return the changes that were told (see `profile.changes`), by customer."""
    values = told.sort_values("customer_id", kind="stable").to_dict("records")
    reasons = [json.loads(value.pop("reason")) for value in values]
    return [
        ProfileChange(run_id=run.id, as_of=as_of, reason=reason, **{str(name): value for name, value in change.items()})
        for reason, change in zip(reasons, values, strict=True)
    ]


_STORED = table("profiles", *(column(name) for name in rows.PROFILE))
"""The table as bulk rows fill it: days and money as the numbers they are stored as."""
