"""`regulars backtest`: what a rule would have said over the past, and how often it would have been right."""

import json
from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from segmentation.backtest import Backtest, Record
from segmentation.rules import RULES
from storage import backtest as backtests
from storage import database

NAMES = {"forty_days": "no visit for 40 days", "twice_gap": "twice the usual gap"}
"""What the plain rules beside it are called."""

UNKNOWN = "·"

console = Console(highlight=False, soft_wrap=True)


def backtest(
    rule: Annotated[str, typer.Argument(help=f"One of {', '.join(RULES)}.", show_default=False)],
    first: Annotated[str, typer.Option("--from", help="YYYY-MM-DD; a year before the end if left out.")] = "",
    last: Annotated[str, typer.Option("--to", help="YYYY-MM-DD; the day of the last visit if left out.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print JSON; docs/rules.md explains it.")] = False,
) -> None:
    """Say what a rule would have said over the past year, and how often it would have been right."""
    if rule not in RULES:
        raise typer.BadParameter(f"there is no rule {rule!r}; there are {', '.join(RULES)}", param_hint="RULE")
    settings, days = Settings.read(), (_day(first, "--from"), _day(last, "--to"))
    with database.opened(settings.database_url) as engine, console.status("Looking back …"):
        try:
            found = backtests.run(engine, rule, first=days[0], last=days[1], policy=settings.policy)
        except backtests.NothingToReplay:
            console.print("There are no visits in that time: nothing to look back on.")
            raise typer.Exit(1) from None
    if json_:
        console.print_json(json.dumps(backtests.plain(found)))
    else:
        _show(found)


def _day(text: str, option: str) -> date | None:
    """Return a day that was typed, None for none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day like 2026-06-30", param_hint=option) from None


def _show(found: Backtest) -> None:
    """Print a backtest as a table, the plain rules below."""
    console.print(f"{RULES[found.rule].title} As it would have been from {found.first} to {found.last}, week by week.")
    table = Table("Rule")
    for title in ("alerts", "a month", "real drop", "came back", "days ahead", "AUC"):
        table.add_column(title, justify="right")
    table.add_row(found.rule, *_cells(found))
    for name, record in found.peers.items():
        table.add_row(NAMES[name], *_cells(record))
    Console(highlight=False).print(table)
    if found.quiet_days:
        console.print(f"{found.quiet_days} of {found.days} weeks were silent: data was late, or everybody stayed away.")
    if found.share_dropped is None:
        console.print("No outcome: the rule is not about absence, or nothing is known yet of what came after.")


def _cells(record: Record) -> list[str]:
    """Return the cells of a record."""
    shares = (UNKNOWN if share is None else f"{share:.0%}" for share in (record.share_dropped, record.share_came_back))
    ahead = UNKNOWN if record.median_lead_days is None else f"{record.median_lead_days:.0f}"
    auc = UNKNOWN if record.auc is None else f"{record.auc:.2f}"
    return [f"{record.alerts:,}", f"{record.alerts_a_month:.1f}", *shares, ahead, auc]
