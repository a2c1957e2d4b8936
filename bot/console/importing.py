"""`regulars import customers|visits|people FILE`: real files in, with a preview, a progress bar and a rejects file.

The exit status says how it went: 0 all rows are in, 1 some were rejected, 2 nothing was imported.
"""

import codecs
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from adbc_driver_manager import Error as BulkError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.console.surroundings import reason
from bot.settings import InvalidSettings, Settings
from storage import database, importing
from storage.bulk import FileInUse
from storage.importing import Options, Outcome, Understood, Unreadable

Import = Callable[[Engine, Path, Options, importing.Progress], Outcome]

SOME_REJECTED, NOTHING_IMPORTED = 1, 2

MEANINGS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|"}

app = typer.Typer(help="Import customers, visits or people from CSV, Excel or Parquet.", no_args_is_help=True)
console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def _command(things: str, perform: Import) -> Callable[..., None]:
    """Return the command that imports `things`."""

    def run(
        file: Annotated[Path, typer.Argument(help="CSV, Excel, OpenDocument or Parquet.", show_default=False)],
        map_: Annotated[
            list[str] | None,
            typer.Option("--map", help="FIELD=COLUMN where a column is not recognised; COLUMN+COLUMN joins two."),
        ] = None,
        source: Annotated[str, typer.Option(help="The system the file comes from; ids are its own.")] = "main",
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what was understood and write nothing.")] = False,
        create_customers: Annotated[
            bool, typer.Option("--create-customers", help="Visits: create customers that are not known.")
        ] = False,
        rejects: Annotated[Path | None, typer.Option(help="Where rejected rows go, if not beside the file.")] = None,
        encoding: Annotated[str | None, typer.Option(help="CSV: the encoding, if it is guessed wrong.")] = None,
        delimiter: Annotated[str | None, typer.Option(help="CSV: the delimiter, if it is guessed wrong.")] = None,
        sheet: Annotated[str | None, typer.Option(help="Excel: the sheet, if not the first that is filled.")] = None,
        day_first: Annotated[
            bool | None, typer.Option("--day-first/--month-first", help="What 03/04/2024 begins with.")
        ] = None,
        decimal: Annotated[str | None, typer.Option(help="The decimal sign: point or comma.")] = None,
    ) -> None:
        with _failures_told():
            settings = Settings.read()
        options = Options(
            today=clock.today(settings.time_zone),
            now=clock.now,
            time_zone=settings.time_zone,
            source=source,
            mapping=_mapping(map_ or []),
            encoding=_encoding(encoding),
            delimiter=_delimiter(delimiter),
            sheet=sheet,
            day_first=day_first,
            decimal=_decimal(decimal),
            create_customers=create_customers,
            rejects=rejects,
            dry_run=dry_run,
        )
        with _failures_told(), database.opened(settings.database_url) as engine:
            _perform(engine, things, perform, file, options)

    run.__doc__ = f"Import {things}; a file imported twice changes nothing the second time."
    return run


COMMANDS: dict[str, Import] = {
    "customers": importing.customers,
    "visits": importing.visits,
    "people": importing.people,
}
for _things, _import in COMMANDS.items():
    app.command(_things)(_command(_things, _import))


def _perform(engine: Engine, things: str, perform: Import, file: Path, options: Options) -> None:
    """Import a file and say what came of it; the exit status says it too."""
    with _progress() as progress:
        outcome = perform(engine, file, options, progress)
    if options.dry_run:
        _preview(outcome.understood)
    _report(outcome, things, dry_run=options.dry_run)
    if outcome.rejected:
        raise typer.Exit(SOME_REJECTED if outcome.usable else NOTHING_IMPORTED)


@contextmanager
def _failures_told() -> Iterator[None]:
    """Say in a sentence why nothing was imported: the settings, the file or the database."""
    try:
        yield
    except (Unreadable, InvalidSettings) as problem:
        errors.print(Text(str(problem)))
    except (SQLAlchemyError, BulkError, FileInUse) as failure:
        errors.print(Text(f"The database at DATABASE_URL cannot be used; nothing was imported: {reason(failure)}"))
    else:
        return
    raise typer.Exit(NOTHING_IMPORTED)


@contextmanager
def _progress() -> Iterator[importing.Progress]:
    """Show a bar on a terminal, nothing where the output goes to a file."""
    columns = (TextColumn("{task.description:<10}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("Reading", total=1.0)
        yield lambda doing, share: bar.update(task, description=doing, completed=share)


def _preview(understood: Understood) -> None:
    """Print what was made of the file."""
    console.print(Text(f"{understood.kind}."))
    columns = Table("Field", "Column", box=None, pad_edge=False)
    for field, column in understood.columns.items():
        columns.add_row(Text(field), Text(column))
    console.print(columns)
    if understood.rest:
        console.print(Text(f"{understood.rest_becomes.capitalize()}: {', '.join(understood.rest)}."))
    for note in understood.notes:
        console.print(Text(f"Note: {note}."))
    if understood.first_rows:
        rows = Table(*understood.first_rows[0], title="The first rows as understood", title_justify="left")
        for row in understood.first_rows:
            rows.add_row(*(Text("" if value is None else str(value)) for value in row.values()))
        Console(highlight=False).print(rows)


def _report(outcome: Outcome, things: str, *, dry_run: bool) -> None:
    """Print what was done, or would be."""
    lead = "Nothing was written. There would be" if dry_run else "Done:"
    counts = f"{outcome.new:,} new, {outcome.updated:,} updated, {outcome.unchanged:,} unchanged {things}"
    console.print(Text(f"{lead} {counts}, {outcome.rejected:,} rejected rows."))
    for why, count in outcome.reasons.items():
        console.print(Text(f"  {count:,} × {why}"))
    notes = outcome.notes if dry_run else (*outcome.understood.notes, *outcome.notes)
    for note in notes:
        console.print(Text(f"Note: {note}."))
    if outcome.rejects:
        console.print(Text(f"The rejected rows are in {outcome.rejects}: mend them there and import that file."))


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    """Return `FIELD=COLUMN` pairs as a mapping."""
    if wrong := [pair for pair in pairs if not pair.partition("=")[1] or not pair.partition("=")[0].strip()]:
        raise typer.BadParameter(f"“{wrong[0]}” is not FIELD=COLUMN", param_hint="--map")
    return {field.strip(): column.strip() for field, _, column in (pair.partition("=") for pair in pairs)}


def _encoding(name: str | None) -> str | None:
    """Return an encoding's name if Python knows it."""
    try:
        return None if name is None else codecs.lookup(name).name
    except LookupError:
        raise typer.BadParameter(f"there is no encoding “{name}”", param_hint="--encoding") from None


def _delimiter(sign: str | None) -> str | None:
    """Return the delimiter meant: a character, or its name."""
    meant = MEANINGS.get(sign or "", sign)
    if meant is not None and (len(meant) != 1 or meant in '"\r\n' or not meant.isascii()):
        raise typer.BadParameter(f"“{sign}” is not one character", param_hint="--delimiter")
    return meant


def _decimal(sign: str | None) -> str | None:
    """Return the decimal sign meant."""
    meant = {"point": ".", "comma": ","}.get(sign or "", sign)
    if meant not in {None, ".", ","}:
        raise typer.BadParameter("say point or comma", param_hint="--decimal")
    return meant
