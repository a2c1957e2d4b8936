"""Importing people: the sales team, each known by an id in the source; people known only as owners are completed.

A team is small, so it is written through an ordinary session, in one transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import roster, runs
from storage.importing import everybody, managers, members, persons, placeholders, reading, rejects
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
    recognised = partial(recognise, fields=PEOPLE, mapping=options.mapping, needed=NEEDED)
    rows = reading.read(path, options, recognised)
    taken = recognised(rows.columns)
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
    team = everybody.Team(list(session.scalars(select(Person).order_by(Person.id))), source)
    usable = everybody.take_in(session, stage, _staged(stage), given, deed, team)
    spared = persons.spare_the_last(team.known, team.before)
    _flush(session, team.before)
    doubts = managers.follow(team.told if "manager" in given else {}, team.known, source)
    counts = team.counts()
    session.flush()
    placeholders.merge(session, team.merged, deed, run=run)
    persons.record(session, team.recorded, deed, run=run)
    told = _notes(usable - len(team.told), len(team.merged), spared)
    return counts, (*members.notes(stage), *told, *doubts.notes())


def _flush(session: Session, before: Mapping[Person, Member]) -> None:
    """Write the people; an id that goes from one to another, here or in Slack, is let go before it is taken."""
    fresh = {person: person.slack_id for person, state in before.items() if person.slack_id != state["slack_id"]}
    for person in fresh:
        person.slack_id = None
    session.flush()
    session.add_all(before)
    session.flush()
    for person, slack_id in fresh.items():
        person.slack_id = slack_id


def _staged(stage: Stage) -> list[Member]:
    """Return the staged people in the order of the file."""
    rows = stage.table("staged").order("line")
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]


def _notes(repeated: int, merged: int, spared: Sequence[Person]) -> Iterator[str]:
    """Say what the user may want to know."""
    if repeated:
        yield f"{repeated:,} rows share their id with a later row of the file, which is the one that counts"
    if merged:
        yield f"{merged:,} people known only as owners are people of the file, who have their customers now"
    for person in spared:
        yield f"{person.name} stays {person.role}: nobody else would be one"
