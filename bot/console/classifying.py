"""`regulars classify`, `regulars cutpoints`, `regulars export`: labels made, lines shown, profiles handed on."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from sqlalchemy.orm import Session

from bot import clock
from bot.console import tables
from bot.jobs import classify as job
from bot.settings import Settings
from segmentation.models import activity, lifecycle, value_group
from segmentation.money import SCALE
from storage import database, movers, runs
from storage import export as exporting
from storage.outcome import Outcome
from storage.tables import Run

MOVERS = 10
NOT_CLASSIFIED = "Nothing has been classified yet: `regulars classify` does it."

console = Console(highlight=False, soft_wrap=True)
export = typer.Typer(help="Hand the results on to other programs.", no_args_is_help=True)


def classify(
    as_of: Annotated[
        str, typer.Option(help="The day at whose end customers are looked at: YYYY-MM-DD, today or yesterday.")
    ] = "today",
) -> None:
    """Give every customer figures and labels, keep what changed, and say who moved."""
    settings = Settings.read()
    day = _day(as_of, today=clock.today(settings.time_zone))
    with database.opened(settings.database_url) as engine:
        began = clock.now()
        with console.status("Classifying …"):
            outcome = job.classify(engine, settings, now=clock.now, as_of=day)
        with Session(engine) as session:
            largest = movers.largest(session, outcome.run_id, limit=MOVERS)
        _show(outcome, largest, settings, seconds=(clock.now() - began).total_seconds())


def cutpoints(json_: Annotated[bool, typer.Option("--json", help="Print JSON, money in units.")] = False) -> None:
    """Print the lines in force, those of the last classification."""
    settings = Settings.read()
    with database.opened(settings.database_url) as engine, Session(engine) as session:
        run = runs.latest_classification(session)
    if run is None:
        console.print(NOT_CLASSIFIED)
        raise typer.Exit(1)
    if json_:
        console.print_json(json.dumps(_plain(run)))
    else:
        console.print(tables.lines(run, settings.language))


@export.command("profiles")
def export_profiles(
    file: Annotated[Path, typer.Argument(help="Where to: a name that ends in .csv or .parquet.", dir_okay=False)],
) -> None:
    """Write one row per customer, with figures and labels; docs/export.md explains the columns."""
    if not exporting.writes(file):
        raise typer.BadParameter(f"{file.name} must end in .csv or .parquet", param_hint="FILE")
    if not file.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.parent}", param_hint="FILE")
    with database.opened(Settings.read().database_url) as engine:
        try:
            exporting.profiles(engine, file)
        except OSError as problem:
            raise typer.BadParameter(f"cannot write {file}: {problem.strerror}", param_hint="FILE") from None
        with Session(engine) as session:
            classified = runs.latest_classification(session) is not None
    console.print(f"Profiles written to {file}" + ("" if classified else f", without figures. {NOT_CLASSIFIED}"))


def _day(text: str, *, today: date) -> date:
    """Return the day that was asked for; none after today has ended yet."""
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        day = named.get(text) or date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day like {today}", param_hint="--as-of") from None
    if day > today:
        raise typer.BadParameter(f"{day} lies in the future: today is {today}", param_hint="--as-of")
    return day


def _show(outcome: Outcome, largest: list[movers.Mover], settings: Settings, *, seconds: float) -> None:
    """Print what a classification did."""
    changes = sum(move.customers for move in outcome.moves)
    took = f"in {seconds:.1f} s; {changes:,} labels changed."
    console.print(f"{outcome.customers:,} customers classified as of {outcome.as_of} {took}")
    if outcome.taken_back:
        console.print(f"Profiles taken back; runs of later days that no longer count: {outcome.taken_back}")
    if advice := _first_steps(outcome):
        console.print(advice)
        return
    console.print(tables.transitions(outcome, "tier", value_group.SEGMENTS))
    console.print(tables.transitions(outcome, "activity", activity.SEGMENTS))
    if largest:
        console.print(tables.largest_movers(largest, settings.language))


def _first_steps(outcome: Outcome) -> str | None:
    """Say what to import where there is nobody yet, or nobody who ever came."""
    if not outcome.customers:
        return "There is nobody to classify yet: `regulars import customers FILE` brings customers."
    if outcome.counts["lifecycle"].get(lifecycle.PROSPECT.key) == outcome.customers:
        return f"Nobody came up to {outcome.as_of}: `regulars import visits FILE` brings visits."
    return None


def _plain(run: Run) -> dict[str, Any]:
    """Return the lines of a run for a program, money in units."""
    lines = {
        model: {name: value / SCALE if value and tables.is_money(name) else value for name, value in held.items()}
        for model, held in (run.cutpoints or {}).items()
    }
    return {"as_of": str(run.as_of), "run": run.id, "cutpoints": lines}
