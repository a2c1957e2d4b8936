"""What an administrator has decided for everybody: read by name, and kept with who decided it, on the record."""

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import audit
from storage.staff import Deed
from storage.tables import Choice

MADE = "choice.made"


def read(session: Session) -> Mapping[str, Any]:
    """Return every choice that was made, by its name."""
    return {choice.name: choice.value["is"] for choice in session.scalars(select(Choice))}


def choose(session: Session, name: str, value: Any, **deed: Unpack[Deed]) -> bool:
    """Decide something for everybody, by JSON's values; with None it is as it comes again. Say if that changes it."""
    held = session.get(Choice, name)
    before = held.value["is"] if held else None
    if before == value:
        return False
    if value is None:
        session.delete(held)
    else:
        session.merge(Choice(name=name, value={"is": value}, person_id=deed["by"], at=deed["now"]))
    was, chosen = {name: before}, {name: value}
    audit.add(session, action=MADE, subject=f"choice:{name}", before=was, after=chosen, **deed)
    return True
