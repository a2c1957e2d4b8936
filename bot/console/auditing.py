"""`regulars audit`: whether anybody has altered the record, and the record as a file.

The exit status of `verify` says what was found: 0 that all is well, 1 that something is wrong.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.telling import spreadsheet
from storage import audit, chain, database
from storage.chain import BEGINNING, Link, Verdict

Write = Callable[[Path, Iterable[Link]], None]

WRONG = {
    chain.ALTERED: "Row {row} is not as it was written: it does not match its hash.",
    chain.MISSING: "Row {row} is gone.",
    chain.OUT_OF_PLACE: "Row {row} does not follow the one before: one of the two was written anew.",
    chain.WRONG_END: "From row {row} on, rows are gone, were added by hand, or the head was changed.",
    chain.UNKNOWN_HASH: "No row has the hash given: the record was cut off, or all of it was written anew.",
}
"""What is wrong, in words."""

console = Console(highlight=False, soft_wrap=True)
app = typer.Typer(
    help="Find out whether anybody has altered the record of what people did, or write it to a file.",
    no_args_is_help=True,
)


def _hash(typed: str) -> str:
    """Return a hash as the record writes it: one that was typed wrong is no sign of tampering."""
    written = typed.strip().lower()
    if written and not re.fullmatch("[0-9a-f]{64}", written):
        raise typer.BadParameter("a hash has 64 letters and figures, 0 to 9 and a to f", param_hint="--known")
    return written


@app.command()
def verify(
    known: Annotated[
        str, typer.Option(callback=_hash, help="A hash that was written down elsewhere: the record must have it.")
    ] = "",
    file: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="An exported file instead.")] = None,
) -> None:
    """Find out whether anybody has altered the record, and print the hash to write down elsewhere."""
    found = _of_file(file, known or None) if file else _of_database(known or None)
    if found.why:
        console.print(WRONG[found.why].format(row=found.broken))
        console.print(f"Rows that hold, from the first one on: {found.rows:,}.")
        raise typer.Exit(1)
    console.print(f"{found.rows:,} rows, all as they were written. To be written down elsewhere, the hash of the last:")
    console.print(found.head)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to: a name that ends in .jsonl or .csv.", dir_okay=False)],
) -> None:
    """Write the record to a file: .jsonl can be verified anywhere, .csv is for spreadsheets."""
    write = {".jsonl": _lines, ".csv": _spreadsheet}.get(file.suffix.lower())
    if write is None:
        raise typer.BadParameter(f"{file.name} must end in .jsonl or .csv", param_hint="FILE")
    if not file.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.parent}", param_hint="FILE")
    try:
        rows, head = _written(file, write)
    except OSError as problem:
        raise typer.BadParameter(f"cannot write {file}: {problem.strerror}", param_hint="FILE") from None
    console.print(f"{rows:,} rows written to {file}. The hash of the last one:\n{head}")


def _of_database(known: str | None) -> Verdict:
    """Look through the record in the database."""
    with _recorded() as session:
        return audit.verify(session, known=known)


@contextmanager
def _recorded() -> Iterator[Session]:
    """Open the database, which must be there: in an empty one, made by a wrong setting, all would seem well."""
    url = Settings.read().database_url
    if not database.is_there(url):
        shown = make_url(url).render_as_string()
        raise typer.BadParameter(f"there is no record at {shown}", param_hint="DATABASE_URL")
    with database.opened(url) as engine, Session(engine) as session:
        yield session


def _of_file(file: Path, known: str | None) -> Verdict:
    """Look through an exported file."""
    try:
        with file.open(encoding="utf-8-sig", newline="\n") as lines:
            return chain.follow(chain.links(lines), known=known)
    except ValueError as problem:
        raise typer.BadParameter(f"{file.name} is no exported record: {problem}", param_hint="--file") from None


def _written(file: Path, write: Write) -> tuple[int, str]:
    """Write a file, which appears only when complete; return how many rows are in it, and the hash of the last."""
    unfinished, last = file.with_name(f".{file.name}.{os.getpid()}"), (0, BEGINNING)

    def passing(links: Iterable[Link]) -> Iterator[Link]:
        nonlocal last
        for link in links:
            last = (link.number, link.hash)
            yield link

    try:
        with _recorded() as session:
            write(unfinished, passing(audit.links(session)))
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return last


def _lines(file: Path, rows: Iterable[Link]) -> None:
    """Write the lines that were hashed."""
    with file.open("w", encoding="utf-8", newline="\n") as text:
        text.writelines(f"{row.line}\n" for row in rows)


def _spreadsheet(file: Path, rows: Iterable[Link]) -> None:
    """Write a table."""
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        spreadsheet.write(text, (*chain.COLUMNS, "hash"), ([*json.loads(row.line).values(), row.hash] for row in rows))
