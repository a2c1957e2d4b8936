"""The rejects file: rows that could not be used, as they stood, with line and reason."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from storage.importing.outcome import Outcome, Unreadable
from storage.importing.parsing.cells import numbers
from storage.importing.parsing.notation import DECIMALS
from storage.importing.parsing.text import text
from storage.importing.reading import MARKED, VERDICT, Batch, Rows
from storage.importing.staging import Stage


def beside(outcome: Outcome, stage: Stage, rows: Rows, path: Path, marks: Sequence[str] = ()) -> Outcome:
    """Write the rejected rows, if any, to `path` in UTF-8 with a mark as Excel likes it; return where they are.

    A few rows do not tell how numbers and days are written in them: `marks` tell whoever reads them again.

    Raises:
        Unreadable: the file cannot be written.
    """
    if not outcome.rejected:
        return outcome
    decimal = next((DECIMALS[mark] for mark in marks if mark in DECIMALS), ".")
    verdict = (*VERDICT, *([MARKED + ", ".join(marks)] if marks else []))
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*verdict, *rows.columns])
            for batch in rows.batches():
                for line, reason, *values in _rejected(stage, batch, decimal):
                    writer.writerow([line, reason, *([""] if marks else []), *values])
        unfinished.replace(path)
    except OSError as problem:
        raise Unreadable(
            f"The rejects file {path} cannot be written ({problem.strerror}): say --rejects PATH."
        ) from None
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return replace(outcome, rejects=path)


def _rejected(stage: Stage, batch: Batch, decimal: str) -> Iterator[list[object]]:
    """Yield the rejected rows of a batch in the order of their lines."""
    if not len(batch.lines) and not batch.broken:
        return
    lines = np.concatenate([batch.lines.to_numpy(), [broken.line for broken in batch.broken]]).astype(np.int64)
    reasons = dict(
        stage.execute(
            "SELECT line, concat_ws(': ', reason, detail) FROM rejected WHERE line BETWEEN ? AND ?",
            [int(lines.min()), int(lines.max())],
        ).fetchall()
    )
    originals: dict[int, list[object]] = {broken.line: [broken.text.strip()] for broken in batch.broken}
    places = np.flatnonzero(np.isin(lines[: len(batch.lines)], list(reasons)))
    columns = [_written(column.take(pa.array(places)), decimal).to_pylist() for column in batch.columns.values()]
    for place, values in zip(places, zip(*columns, strict=True), strict=True):
        originals[int(lines[place])] = list(values)
    for line in sorted(originals):
        yield [line, reasons.get(line, ""), *originals[line]]


def _written(column: pa.Array, decimal: str) -> pa.Array:
    """Return values as text; numbers, which need no notation where they are, are written in that of the file."""
    told = text(column)
    return (
        told
        if decimal == "."
        else pc.if_else(numbers(column).is_valid(), pc.replace_substring(told, ".", decimal), told)
    )
