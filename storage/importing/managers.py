"""Whom people report to, as a people file says: by id, e-mail or name, so that nobody comes to report to themselves."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from storage.importing import owners, persons
from storage.importing.outcome import listed
from storage.importing.owners import Known
from storage.tables import Person

FIELD = "manager_id"

Heads = Mapping[int, int | None]
"""Whom each reports to."""


@dataclass(frozen=True)
class Doubts:
    """Managers, as written, who are nobody or may be several people; and lines whose manager would close a ring."""

    unknown: tuple[str, ...]
    ambiguous: tuple[str, ...]
    circular: tuple[int, ...]

    def notes(self) -> Iterator[str]:
        """Say what the user may want to know."""
        if self.unknown:
            count = f"{len(self.unknown):,}"
            yield f"{count} managers are nobody in the file or among the people known, and are left out"
        if self.ambiguous:
            yield f"managers who may be one of several people are left out: {listed(self.ambiguous)}"
        if self.circular:
            lines = ", ".join(map(str, self.circular))
            yield f"people would report to themselves, and keep the manager they had, by line {lines}"


def follow(told: Mapping[Person, Mapping[str, Any]], known: Collection[Person], source: str) -> Doubts:
    """Give people the managers that their rows tell of, as far as they are known and close no ring.

    Args:
        told: the row that counts of each person.
    """
    everybody = [Known(one.id, one.source, one.source_id, one.name, one.email) for one in known]
    written = {row["manager"] for row in told.values() if row["manager"]}
    found = owners.resolve(sorted(written), everybody, source)
    wanted: dict[int, int | None] = {}
    for person, row in told.items():
        heads = found.get(row["manager"], frozenset())
        if not row["manager"] or len(heads) == 1:
            head = next(iter(heads - {person.id}), None)
            if persons.is_news(person, FIELD, head):
                wanted[person.id] = head
    settled, refused = decide({one.id: one.manager_id for one in known}, wanted)
    for person in told:
        person.manager_id = settled[person.id]
        if person.id in wanted and person.id not in refused:
            persons.remember(person, {FIELD: wanted[person.id]})
    return Doubts(
        tuple(one for one, heads in found.items() if not heads),
        tuple(one for one, heads in found.items() if len(heads) > 1),
        tuple(sorted(row["line"] for person, row in told.items() if person.id in refused)),
    )


def decide(heads: Heads, wanted: Heads) -> tuple[dict[int, int | None], frozenset[int]]:
    """Return whom everybody reports to, and who would report to themselves.

    These keep whom they had, or nobody if that closes a ring too. Whoever is last in `wanted` closes a ring.
    """
    settled = {one: None if one in wanted else head for one, head in heads.items()}
    refused = set()
    for one, head in wanted.items():
        if _reports_to(head, one, settled):
            refused.add(one)
        else:
            settled[one] = head
    for one in sorted(refused):
        settled[one] = None if _reports_to(heads[one], one, settled) else heads[one]
    return settled, frozenset(refused)


def _reports_to(one: int | None, head: int, heads: Heads) -> bool:
    """Say whether somebody is, or reports at whatever distance to, another."""
    above = dict(heads)
    while one is not None and one != head:
        one = above.pop(one, None)
    return one is not None
