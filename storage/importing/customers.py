"""Importing customers: a file's entries, known by their id in the source, merged into what is known, written at once.

Fields whose columns the file does not have stay as they are; columns that are no field become attributes.
"""

from pathlib import Path

from sqlalchemy import Engine

from storage import bulk, runs
from storage.importing import entries, keeping, owners, reading, recording, rejects, staging, upserting
from storage.importing.outcome import Options, Outcome, Progress, listed, silent
from storage.importing.staging import gather, open_stage, reasons

KIND = "import customers"


def customers(engine: Engine, path: Path, options: Options, progress: Progress = silent) -> Outcome:
    """Import the customers of a file: all usable rows, or, if anything goes wrong, none.

    Raises:
        Unreadable: the file as a whole cannot be imported; nothing was written.
    """
    rows = reading.read(path, options, lambda columns: entries.taken(columns, options.mapping))
    taken = entries.taken(rows.columns, options.mapping)
    with open_stage(staging.WIDE) as stage:
        written = entries.notation(rows, taken, options)
        gather(stage, rows, lambda batch: entries.parse(batch, taken, written, options), path.name, progress)
        understood = entries.understood(stage, rows, taken)
        run = None if options.dry_run else runs.start(engine, KIND, now=options.now())
        with bulk.connect(engine, write=run is not None) as connection:
            progress("Comparing", 0.0)
            upserting.know(connection, stage, options.source)
            repeated = upserting.drop_repeated(stage)
            placed = owners.place(connection, stage, options.source)
            attributes = entries.attributes(stage, taken)
            new, updated, unchanged = upserting.compare(connection, stage, given=taken.fields, attributes=attributes)
            notes = _notes(repeated, placed)
            counts = Outcome(understood, new, updated, unchanged, reasons(stage), notes)
            if run is None:
                return counts
            if new + updated:
                owners.note(connection, placed.strangers, options.source)
                before = recording.owners_before(stage)
                keeping.keep(connection, stage, options.source, progress)
                recording.record(engine, connection, before, run_id=run, now=options.now())
            outcome = rejects.beside(counts, stage, rows, options.rejects_of(path), written.marks)
            runs.finish(engine, connection, run, now=options.now(), summary=outcome.summary())
    return outcome


def _notes(repeated: int, placed: owners.Placed) -> tuple[str, ...]:
    """Say what the user may want to know."""
    strangers, doubtful = len(placed.strangers), sum(placed.ambiguous.values())
    again = f"{repeated:,} rows share their id with a later row of the file, which is the one that counts"
    unknown = f"owners not known yet: {strangers:,}; they are named by their id until people are imported"
    several = (
        f"{doubtful:,} rows have an owner who may be one of several people: {listed(list(placed.ambiguous))}; "
        "the owner stays who it was, or nobody"
    )
    return tuple(told for told, count in ((again, repeated), (unknown, strangers), (several, doubtful)) if count)
