"""Take visits in as they happen, and label their customers at once."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from segmentation.profile import Policy
from storage import profiles, runs
from storage.tables import Profile, ProfileChange, Visit


def take_visit(session: Session, visit: Visit, policy: Policy, *, now: datetime) -> list[ProfileChange]:
    """Add a receipt in the caller's transaction, and return which of its customer's labels that changed."""
    runs.wait_for_turn(session)
    session.add(visit)
    return relabel(session, {visit.customer_id: visit.day}, policy, now=now)


def relabel(session: Session, came: Mapping[int, date], policy: Policy, *, now: datetime) -> list[ProfileChange]:
    """Label customers anew who came on a day; who is told of late stays labelled as of the day known already."""
    session.flush()
    run = runs.latest_classification(session)
    if run is None:
        return []
    known = select(Profile.customer_id, Profile.as_of).where(Profile.customer_id.in_(came))
    labelled = dict(session.execute(known).all())
    days = defaultdict[date, list[int]](list)
    for customer_id, day in came.items():
        days[max(day, labelled.get(customer_id, day), run.as_of or day)].append(customer_id)
    return [
        change
        for day, customers in sorted(days.items())
        for change in profiles.reclassify(session, customers, as_of=day, policy=policy, now=now)
    ]
