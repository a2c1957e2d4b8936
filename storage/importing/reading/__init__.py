"""Reading a file, whatever its kind, as batches of raw columns with the line each row stands on."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from storage.importing.outcome import Options, Unreadable
from storage.importing.reading import delimited, parquet, workbook
from storage.importing.reading.rows import Batch, Broken, Rows, without_idle_rows

__all__ = ["MARKED", "VERDICT", "Batch", "Broken", "Rows", "read"]

ZIP, COMPOUND, PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
FOREIGN = {
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "compressed with gzip: unpack it first",
    b"7z\xbc\xaf": "a 7z archive: unpack it first",
    b"Rar!": "a RAR archive: unpack it first",
    b"SQLite format 3": "a SQLite database",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
VERDICT = ("line", "reason")
"""The columns that a rejects file has before those of its rows."""

MARKED = "written with "
"""How the name of a third one begins, which tells how numbers and days are written in the file the rows come from."""

CLAIMS = {
    ".parquet": "a Parquet",
    ".xlsx": "an Excel",
    ".xlsm": "an Excel",
    ".ods": "an OpenDocument",
}


def read(path: Path, options: Options, suits: workbook.Suits = tuple) -> Rows:
    """Open a file by what it contains, whatever its name claims; blank rows and repeated headers are left out.

    Args:
        path: the file.
        options: what the user has said about it.
        suits: raises `Unreadable` for columns that do not tell what is wanted: of the sheets of a workbook, the first
            whose columns suit is read.

    Raises:
        Unreadable: it is missing, empty, damaged or of no kind that can be imported.
    """
    start, version = _start(path), _version(path)
    rows = _without_verdicts(_opened(path, start, options, suits))
    return replace(rows, batches=lambda: map(without_idle_rows, _unchanged(path, version, rows.batches())))


def _unchanged(path: Path, version: tuple[int, int], batches: Iterator[Batch]) -> Iterator[Batch]:
    """Yield the batches; a file that was written to meanwhile is refused, for it is read more than once."""
    yield from batches
    if _version(path) != version:
        raise Unreadable(f"{path.name} changed while it was read: try again when it is finished.")


def _version(path: Path) -> tuple[int, int]:
    """Return what changes when a file is written to."""
    try:
        return path.stat().st_mtime_ns, path.stat().st_size
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read any more: {problem.strerror}.") from None


def _without_verdicts(rows: Rows) -> Rows:
    """Return the rows of a rejects file, mended or not, without what was put before them."""
    if rows.columns[: len(VERDICT)] != VERDICT:
        return rows
    columns, marks = rows.columns[len(VERDICT) :], rows.marks
    if columns and columns[0].startswith(MARKED):
        marks = tuple(columns[0].removeprefix(MARKED).split(", "))
        columns = columns[1:]

    def batches() -> Iterator[Batch]:
        for batch in rows.batches():
            yield replace(batch, columns={name: batch.columns[name] for name in columns})

    return replace(rows, columns=columns, batches=batches, marks=marks)


def _opened(path: Path, start: bytes, options: Options, suits: workbook.Suits) -> Rows:
    """Open a file by its first bytes."""
    for mark, what in FOREIGN.items():
        if start.startswith(mark):
            raise Unreadable(f"{path.name} is {what}; CSV, Excel and Parquet files can be imported.")
    if start.startswith(PARQUET):
        return parquet.read(path)
    if start.startswith((ZIP, COMPOUND)):
        return workbook.read(path, options.sheet, suits)
    _refuse_false_names(path, start)
    return delimited.read(path, encoding=options.encoding, delimiter=options.delimiter)


def _start(path: Path) -> bytes:
    """Return the first bytes of a file."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise Unreadable(f"{path} is a folder; name one file in it.")
        if not stat.S_ISREG(mode):
            raise Unreadable(f"{path} is no ordinary file and cannot be read twice: save it as a file first.")
        with path.open("rb") as file:
            start = file.read(1024)
    except FileNotFoundError:
        raise Unreadable(f"There is no file {path}.") from None
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read: {problem.strerror}.") from None
    if not start:
        raise Unreadable(f"{path.name} is empty.")
    return start


def _refuse_false_names(path: Path, start: bytes) -> None:
    """Refuse web pages and anything that is not what its name claims."""
    words = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if words.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")):
        raise Unreadable(
            f"{path.name} is a web page or XML, not a table: open it in Excel and save it as .xlsx or CSV."
        )
    claim = CLAIMS.get(path.suffix.lower())
    if claim is not None:
        raise Unreadable(f"{path.name} is not {claim} file, or is damaged: its first bytes are wrong.")
