"""Take one visit in as it happens, and label its customer at once."""

from sqlalchemy.orm import Session

from segmentation.profile import Policy
from storage import profiles
from storage.tables import ProfileChange, Visit


def take_visit(session: Session, visit: Visit, policy: Policy) -> list[ProfileChange]:
    """Add a receipt in the caller's transaction, and return which of its customer's labels that changed."""
    session.add(visit)
    session.flush()
    return profiles.reclassify_one(session, visit.customer_id, as_of=visit.day, policy=policy)
