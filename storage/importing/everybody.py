"""Everybody known, and what the rows of a people file make of them one after the other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from storage import staff
from storage.importing import persons, placeholders
from storage.importing.persons import Member
from storage.importing.staging import Stage
from storage.staff import ROLES, Deed
from storage.tables import Person


@dataclass
class Team:
    """Everybody known, with what a file of a source makes of them: `told` is the row that counts of whom it speaks of.

    `before` is what those were, `recorded` what was on the record of them, `merged` who turned out to be somebody else.
    `own` are the people of the source, by their ids there.
    """

    known: list[Person]
    source: str
    own: dict[str, Person] = field(init=False)
    told: dict[Person, Member] = field(default_factory=dict)
    before: dict[Person, Member] = field(default_factory=dict)
    recorded: dict[Person, Member] = field(default_factory=dict)
    merged: dict[Person, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the people of the source."""
        self.own = {one.source_id: one for one in self.known if one.source == self.source}

    def place(self, person: Person, source_id: str, doubles: Sequence[Person]) -> None:
        """Remember what somebody is before the file changes it, by which id, and who else they turned out to be."""
        if person not in self.before:
            self.before[person] = persons.state(person)
            self.recorded[person] = staff.state(person) if person.source_id else {}
            self.known += [] if person.source_id else [person]
        for double in doubles:
            self.known.remove(double)
            self.merged[double] = person
        for one in (person, *doubles):
            if self.own.get(one.source_id) is one:
                del self.own[one.source_id]
        self.own[source_id], person.source = person, self.source

    def counts(self) -> tuple[int, int, int]:
        """Return how many are new, changed and unchanged."""
        new = sum(not was["source_id"] for was in self.before.values())
        changed = sum(bool(was["source_id"]) and was != persons.state(one) for one, was in self.before.items())
        return new, changed, len(self.before) - new - changed


def take_in(
    session: Session, stage: Stage, staged: Sequence[Member], given: Collection[str], deed: Deed, team: Team
) -> int:
    """Give people what the rows of the file say of them; return how many rows can be used."""
    team_ids = persons.team_ids(session, {member["team"] for member in staged}, deed)
    outside = persons.outsiders(session, {member["slack_id"] for member in staged if member["slack_id"]})
    shared = placeholders.namesakes(team.known, staged, team.source)
    waiting = placeholders.waiting(team.known, team.source)
    last = {member["source_id"]: member for member in staged}
    busy = placeholders.busy(session, team.known)
    usable = 0
    for member in staged:
        is_last = last[member["source_id"]] is member
        alike = [one for one in placeholders.of(member, waiting, shared) if is_last and one not in team.merged]
        person = team.own.get(member["source_id"]) or next(iter(alike), None)
        if refusal := _refusal(team.known, member, person, outside):
            stage.execute("INSERT INTO rejected VALUES (?, ?, ?)", [member["line"], *refusal])
            continue
        if person is None:
            person = Person(role=ROLES[0], active=True)
        others = (one for one in alike if one is not person and one.source_id not in last)
        doubles = [one for one in others if placeholders.is_blank(one) and one.id not in busy]
        team.place(person, member["source_id"], doubles)
        persons.follow(member, person, given, team_id=team_ids[member["team"]], now=deed["now"])
        team.told[person] = member
        usable += 1
    return usable


def _refusal(
    known: Collection[Person], member: Member, person: Person | None, outside: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return why a row cannot be used because of its Slack id, unless that is no news, and whose that is."""
    if person is not None and not persons.is_news(person, "slack_id", member["slack_id"]):
        return None
    if member["slack_id"] in outside:
        return "the Slack id is a guest's, a bot's, or of another workspace", outside[member["slack_id"]]
    holder = _holder(known, member)
    return ("the Slack id belongs to somebody else", holder.name) if holder and holder is not person else None


def _holder(known: Collection[Person], member: Member) -> Person | None:
    """Return who has the Slack id of a member."""
    wanted = member["slack_id"]
    return next((person for person in known if wanted and person.slack_id == wanted), None)
