"""Importing people: the sales team, each known by an id in the source; people known only as owners are completed.

A team is small, so it is written through an ordinary session, in one transaction.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import roster, runs, staff
from storage.importing import members, owners, persons, reading, rejects
from storage.importing.columns import PEOPLE, recognise
from storage.importing.outcome import Options, Outcome, Progress, silent
from storage.importing.persons import Member
from storage.importing.staging import Stage, gather, open_stage, reasons
from storage.staff import Deed
from storage.tables import Person, Run

KIND = "import people"
NEEDED = (("source_id", "email", "name", "last_name"),)


def people(engine: Engine, path: Path, options: Options, progress: Progress = silent) -> Outcome:
    """Import the people of a file: all usable rows, or, if anything goes wrong, none.

    Raises:
        Unreadable: the file as a whole cannot be imported; nothing was written.
    """
    rows = reading.read(path, options)
    taken = recognise(rows.columns, PEOPLE, options.mapping, needed=NEEDED)
    with open_stage() as stage:
        gather(stage, rows, lambda batch: members.parse(batch, taken), path.name, progress)
        understood = members.understood(stage, rows, taken)
        run = None if options.dry_run else runs.start(engine, KIND, now=options.now())
        with Session(engine) as session:
            if run is not None:
                runs.wait_for_turn(session)
                roster.wait_for_turn(session)
            deed: Deed = {"by": None, "now": options.now(), "place": "import"}
            counts, notes = _bring_in(session, stage, options.source, members.given(taken), deed, run=run or 0)
            outcome = Outcome(understood, *counts, reasons(stage), notes)
            if run is None:
                session.rollback()
                return outcome
            outcome = rejects.beside(outcome, stage, rows, options.rejects_of(path))
            noted = session.get_one(Run, run)
            noted.finished_at, noted.summary = options.now(), outcome.summary()
            session.commit()
    return outcome


def _bring_in(
    session: Session, stage: Stage, source: str, given: frozenset[str], deed: Deed, *, run: int
) -> tuple[tuple[int, int, int], tuple[str, ...]]:
    """Add the staged people to the session or bring them up to date; return new, changed and unchanged, and notes."""
    known = list(session.scalars(select(Person).order_by(Person.id)))
    found: dict[str, Person] = {}
    before: dict[Person, Member] = {}
    recorded: dict[Person, Member] = {}
    staged = _staged(stage)
    team_ids = persons.team_ids(session, {member["team"] for member in staged}, deed)
    outside = persons.outsiders(session, {member["slack_id"] for member in staged if member["slack_id"]})
    usable = []
    for member in staged:
        person = _match(known, member, source)
        if refusal := _refusal(known, member, person, outside):
            stage.execute("INSERT INTO rejected VALUES (?, ?, ?)", [member["line"], *refusal])
            continue
        if person is None:
            person = Person(source=source, role="salesperson", active=True)
            session.add(person)
            known.append(person)
        before.setdefault(person, persons.state(person))
        recorded.setdefault(person, staff.state(person) if person.source_id else {})
        persons.copy(member, person, given, team_id=team_ids[member["team"]], now=deed["now"])
        found[member["source_id"]] = person
        usable.append(member)
    _flush(session, before)
    unknown = _set_managers(usable, found, known, source) if "manager" in given else 0
    new = sum(state["source_id"] is None for state in before.values())
    changed = sum(state["source_id"] is not None and state != persons.state(person) for person, state in before.items())
    session.flush()
    persons.record(session, recorded, deed, run=run)
    return (new, changed, len(before) - new - changed), _notes(unknown, len(usable) - len(found))


def _flush(session: Session, before: Mapping[Person, Member]) -> None:
    """Write the people; a Slack id that goes from one to another is let go before it is taken."""
    fresh = {person: person.slack_id for person, state in before.items() if person.slack_id != state["slack_id"]}
    for person in fresh:
        person.slack_id = None
    session.flush()
    for person, slack_id in fresh.items():
        person.slack_id = slack_id


def _staged(stage: Stage) -> list[Member]:
    """Return the staged people in the order of the file."""
    rows = stage.table("staged").order("line").fetchall()
    return [dict(zip(("line", *members.FIELDS), row, strict=True)) for row in rows]


def _match(known: Collection[Person], member: Member, source: str) -> Person | None:
    """Return the person of this id, else one known only as an owner by this e-mail or name."""
    for person in known:
        if (person.source, person.source_id) == (source, member["source_id"]):
            return person
    called = {text.casefold() for text in (member["email"], member["name"]) if text}
    placeholders = (person for person in known if person.name == person.source_id and person.email is None)
    return next((person for person in placeholders if person.source_id.casefold() in called), None)


def _refusal(
    known: Collection[Person], member: Member, person: Person | None, outside: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return why a row cannot be used because of its Slack id, and whose that is."""
    if member["slack_id"] in outside:
        return "the Slack id is a guest's, a bot's, or of another workspace", outside[member["slack_id"]]
    holder = _holder(known, member)
    return ("the Slack id belongs to somebody else", holder.name) if holder and holder is not person else None


def _holder(known: Collection[Person], member: Member) -> Person | None:
    """Return who has the Slack id of a member."""
    wanted = member["slack_id"]
    return next((person for person in known if wanted and person.slack_id == wanted), None)


def _set_managers(
    usable: Collection[Member], found: Mapping[str, Person], known: Collection[Person], source: str
) -> int:
    """Set each person's manager, by id, e-mail or name; return how many managers nobody knows."""
    everybody = [owners.Known(p.id, p.source, p.source_id, p.name, p.email) for p in known]
    managers = owners.resolve({member["manager"] for member in usable if member["manager"]}, everybody, source)
    for member in usable:
        person, manager = found[member["source_id"]], managers.get(member["manager"])
        person.manager_id = None if manager == person.id else manager
    return sum(manager is None for manager in managers.values())


def _notes(unknown: int, repeated: int) -> tuple[str, ...]:
    """Say what the user may want to know."""
    again = f"{repeated:,} rows share their id with a later row of the file, which is the one that counts"
    nobody = f"{unknown:,} managers are nobody in the file or among the people known, and are left out"
    return tuple(told for told, count in ((again, repeated), (nobody, unknown)) if count)
