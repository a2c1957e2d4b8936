"""Somebody of the sales team, as alerts name them."""

from dataclasses import dataclass

from storage.tables import Person


@dataclass(frozen=True)
class Who:
    """A person by id, name, and how Slack knows them."""

    id: int
    name: str
    slack_id: str | None


def who(person: Person | None) -> Who | None:
    """Return who somebody is, if there is somebody."""
    return Who(person.id, person.name, person.slack_id) if person else None
