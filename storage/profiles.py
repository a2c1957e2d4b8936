"""Profiles: everybody classified in one transaction, or one customer with the lines of the last classification.

`classify` replaces `profiles` and adds to `profile_changes` as the only writer, and the run counts as finished in the
same transaction: killed at any moment it leaves nothing behind but a run that never ended, and can be started again.
"""

import json
from collections.abc import Callable
from datetime import date, datetime

import numpy as np
import pandas as pd
from sqlalchemy import Engine, column, delete, insert, table
from sqlalchemy.orm import Session

from segmentation import figures, outlook, profile
from segmentation.profile import Policy
from storage import bulk, history, rows, runs, visits
from storage.alerts import finding
from storage.classification import Classification
from storage.columns import day_number
from storage.outcome import Outcome
from storage.tables import Profile, ProfileChange


def classify(engine: Engine, *, as_of: date, policy: Policy, now: Callable[[], datetime]) -> Outcome:
    """Give everybody figures and labels as of the end of a day, and note what changed and when (`now`) that was done.

    The same day again changes nothing. An earlier day than that of the last run takes the profiles back: later runs
    are marked `superseded`, and changes are told from what held before them.
    """
    began = now()
    run_id = runs.start(engine, runs.CLASSIFICATION, now=began, as_of=as_of)
    with bulk.connect(engine, write=True) as connection:
        if not runs.overtaken(connection, run_id):
            outcome = Classification(engine, connection, run_id, as_of, policy, began).perform()
            runs.finish(engine, connection, run_id, now=now(), summary=outcome.summary, cutpoints=outcome.cutpoints)
            return outcome
    return classify(engine, as_of=as_of, policy=policy, now=now)


def reclassify_one(
    session: Session, customer_id: int, *, as_of: date, policy: Policy, now: datetime
) -> list[ProfileChange]:
    """Label one customer anew with the lines of the last classification, in the caller's transaction.

    What the rules find in it is written with it.

    Returns:
        The changes, already added to the session; none before the first classification.
    """
    runs.wait_for_turn(session)
    run = runs.latest_classification(session)
    if run is None or run.cutpoints is None:
        return []
    known = history.of_customer(session, customer_id, policy)
    current = _figures_of_customer(session, customer_id, as_of=as_of, policy=policy)
    labels = profile.label(current, run.cutpoints, policy, known)
    after = pd.concat([current, labels, outlook.foresee(current, run.cutpoints.get("outlook", {}))], axis=1)
    batch = rows.of_profiles(after, since=rows.since(known, current.index, as_of), as_of=day_number(as_of))
    session.execute(delete(Profile).where(Profile.customer_id == customer_id))
    session.execute(insert(_STORED).values(batch.to_pylist()))
    told = profile.changes(known, labels, known, current, policy)
    reasons = [json.loads(reason) for reason in told.pop("reason")]
    changes = [
        ProfileChange(run_id=run.id, as_of=as_of, reason=reason, **{str(name): value for name, value in change.items()})
        for reason, change in zip(reasons, told.to_dict("records"), strict=True)
    ]
    session.add_all(changes)
    finding.find_one(session, before=known, after=after, cutpoints=run.cutpoints, policy=policy, as_of=as_of, now=now)
    return changes


_STORED = table("profiles", *(column(name) for name in rows.PROFILE))
"""The table as bulk rows fill it: days and money as the numbers they are stored as."""


def _figures_of_customer(session: Session, customer_id: int, *, as_of: date, policy: Policy) -> pd.DataFrame:
    """Return the figures of one customer, who may never have visited."""
    days = policy.rfm.days
    if (found := visits.of_customer(session, customer_id)) is not None:
        return figures.figures(found, as_of=as_of, rfm_days=days)
    return figures.never_visited(np.array([customer_id]), as_of=as_of, rfm_days=days)
