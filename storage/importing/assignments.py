"""Reading a list of accounts that are to change hands: which customer, and perhaps to whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from storage.importing import reading
from storage.importing.columns import CUSTOMERS, Fields, Taken, recognise
from storage.importing.outcome import Options, Unreadable
from storage.importing.parsing.text import joined

MOST = 5_000
"""The most accounts of one list."""

RECEIVER = (
    "newowner newownerid newowneremail newownername newsalesperson newsalesrep assignto assignedto reassignto to "
    "receiver handoverto 新负责人 新业务员 新归属人 接收人 转给 交给"
)
COLUMNS: Fields = {
    "source_id": CUSTOMERS["source_id"],
    "name": CUSTOMERS["name"],
    "to": f"{RECEIVER} {CUSTOMERS['owner']}",
}
NEEDED = (("source_id", "name"),)


@dataclass(frozen=True)
class Assignment:
    """A line of a list: which customer, as written, and to whom, if that is said."""

    line: int
    customer: str
    to: str | None


def read(path: Path, options: Options, *, names_owners: bool = False) -> list[Assignment]:
    """Return the lines of a list.

    Args:
        names_owners: whether a column of owners tells who has the accounts now, and not who gets them.

    Raises:
        Unreadable: the file as a whole cannot be used.
    """
    columns = {**COLUMNS, "to": RECEIVER} if names_owners else COLUMNS
    recognised = partial(recognise, fields=columns, mapping=options.mapping, needed=NEEDED)
    rows = reading.read(path, options, recognised)
    taken = recognised(rows.columns)
    found: list[Assignment] = []
    for batch in rows.batches():
        for one in batch.broken:
            raise Unreadable(f"Line {one.line} of {path.name} cannot be read: {one.reason}.")
        found += _lines(batch, taken)
        if len(found) > MOST:
            raise Unreadable(f"{path.name} has more than {MOST:,} lines: hand over fewer accounts at a time.")
    return found


def _lines(batch: reading.Batch, taken: Taken) -> Iterator[Assignment]:
    """Yield the lines of a batch that name a customer, by id rather than by name."""
    nothing = [None] * len(batch.lines)
    said = {field: joined(batch.columns, names).to_pylist() for field, names in taken.fields.items()}
    columns = (said.get(field, nothing) for field in COLUMNS)
    for line, number, name, to in zip(batch.lines.to_pylist(), *columns, strict=True):
        if customer := number or name:
            yield Assignment(line, customer, to)
