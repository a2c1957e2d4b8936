"""Importing visits: a file's receipts, placed with their customers, compared with what is known, written at once.

A receipt that the file gives no id gets one made of its amount and its count among equal receipts of the customer and
day: the same file twice changes nothing, a longer version of it adds the new rows.
"""

from collections.abc import Sequence
from pathlib import Path

from adbc_driver_manager.dbapi import Connection
from sqlalchemy import Engine

from storage import bulk, runs
from storage.importing import comparing, newcomers, placing, reading, receipts, rejects, storing
from storage.importing.outcome import Options, Outcome, Progress, Understood, listed, silent
from storage.importing.settling import ANNULLING, REFUNDED
from storage.importing.staging import Stage, gather, open_stage, reasons

KIND = "import visits"


def visits(engine: Engine, path: Path, options: Options, progress: Progress = silent) -> Outcome:
    """Import the visits of a file: all usable rows, or, if anything goes wrong, none.

    Raises:
        Unreadable: the file as a whole cannot be imported; nothing was written.
    """
    rows = reading.read(path, options, lambda columns: receipts.taken(columns, options.mapping))
    taken = receipts.taken(rows.columns, options.mapping)
    written = receipts.notation(rows, taken, options)
    with open_stage() as stage:
        gather(stage, rows, lambda batch: receipts.parse(batch, taken, written, options), path.name, progress)
        understood = receipts.understood(stage, rows, taken, written)
        run = None if options.dry_run else runs.start(engine, KIND, now=options.now())
        with bulk.connect(engine, write=run is not None) as connection:
            progress("Comparing", 0.0)
            notes = _place(connection, stage, options, progress)
            notes += _several(receipts.currencies(stage, taken))
            notes += _doubtful(receipts.doubtful(stage, taken), understood)
            notes += _void(receipts.annulled(stage, taken))
            notes += _twice(receipts.taken_back_twice(stage, taken), understood)
            notes += _shared(comparing.tell_apart(stage) if "source_id" in taken.fields else 0)
            given = {"amount", *taken.fields}
            new, updated, unchanged = comparing.compare(connection, stage, options.source, given)
            notes += _reversed(comparing.reversed_by_id(stage) if updated else 0)
            counts = Outcome(understood, new, updated, unchanged, reasons(stage), tuple(notes))
            if run is None:
                return counts
            storing.store(connection, stage, options.source, new=new, updated=updated, progress=progress)
            outcome = rejects.beside(counts, stage, rows, options.rejects_of(path), written.marks)
            runs.finish(engine, connection, run, now=options.now(), summary=outcome.summary())
    return outcome


def _place(connection: Connection, stage: Stage, options: Options, progress: Progress) -> list[str]:
    """Find the customer of each receipt; those not known are created or their receipts rejected."""
    unknown = placing.place(connection, stage, options.source)
    if not unknown:
        return []
    if not options.create_customers:
        placing.reject_unplaced(stage)
        return []
    newcomers.create(connection, stage, options, progress)
    return [f"{unknown:,} customers were not known and are created under the name the file gives them"]


def _doubtful(count: int, understood: Understood) -> list[str]:
    """Say that there are amounts where rows should say whether they are refunds."""
    if not count:
        return []
    column = understood.columns["refund"]
    told = f"{count:,} rows have an amount in {column}, where yes or no was expected, and lose nothing by it"
    return [f'{told}: if it was refunded, say --map refund= --map "refunded={column}"']


def _several(currencies: Sequence[str]) -> list[str]:
    """Say that amounts in several currencies are taken for one."""
    told = (
        f"the amounts are in {listed(currencies)}, and are added up as they stand: convert them to one currency first"
    )
    return [told] if len(currencies) > 1 else []


def _reversed(count: int) -> list[str]:
    """Say that receipts were over zero before and are below now."""
    told = (
        f"{count:,} receipts that were over zero are below it now: if these rows are refunds under the ids of their "
        "orders, import the orders again, and the refunds with a --source of their own"
    )
    return [told] if count else []


def _void(count: int) -> list[str]:
    """Say that there are rows of which nothing has come."""
    return [f"{count:,} rows count for nothing: they are cancelled, void, failed, refunded or not won"] if count else []


def _twice(count: int, understood: Understood) -> list[str]:
    """Say that there are refunds which other rows seem to tell as well."""
    if not count:
        return []
    fields = [field for field in (*ANNULLING, REFUNDED) if field in understood.columns]
    told = listed([understood.columns[field] for field in fields])
    left_out = " or ".join(f"--map {field}=" for field in fields)
    lost = f"{count:,} rows below zero are as much as their customers have lost by {told}"
    return [f"{lost}: if both tell of the same refunds, leave these rows out of the file, or say {left_out}"]


def _shared(repeated: int) -> list[str]:
    """Say that ids were repeated."""
    told = (
        f"{repeated:,} rows share their id with a later row of the file, which is the one that counts: "
        "if they are lines of one receipt, say --map source_id= from the first import on, and every row counts"
    )
    return [told] if repeated else []
