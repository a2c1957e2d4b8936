"""`regulars demo`: the product's main job on a made-up business, and then a prompt for questions."""

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import Engine

from bot import clock, terminal
from bot.console.asking import answer
from bot.demo import files
from bot.jobs import classify as classifying
from bot.settings import Settings
from storage import database, importing

QUESTIONS = (
    "/customer zhongcheng",
    "/customer tier zhongcheng",
    "/dormant top50",
)
IMPORTS = {"people": importing.people, "customers": importing.customers, "visits": importing.visits}
LOOKS_BACK = (180, 120, 60, 30, 14, 7, 1, 0)
"""How many days ago the business was classified, so that there is a history to ask about."""

PROMPT = "regulars> "

console = Console(highlight=False)


def demo(
    folder: Annotated[Path, typer.Option(help="Where the made-up business is kept.")] = Path("var/demo"),
    wait: Annotated[bool, typer.Option(help="Wait for more questions afterwards.")] = True,
) -> None:
    """Show what Regulars does: make up a business, import it, classify it, and answer questions."""
    settings = replace(Settings.read(), database_url=f"sqlite:///{folder / 'regulars.db'}")
    engine = prepare(folder, settings)
    for question in QUESTIONS:
        _ask(question, engine, settings)
    if wait:
        _converse(engine, settings)
    engine.dispose()


def prepare(folder: Path, settings: Settings) -> Engine:
    """Make up the business as of today, in `folder`, and bring it into a new database."""
    today = clock.today(settings.time_zone)
    files.write(folder, today=today)
    for old in folder.glob("regulars.db*"):
        old.unlink()
    engine = database.connect(settings.database_url)
    database.upgrade(engine)
    options = importing.Options(today=today, now=clock.now, time_zone=settings.time_zone)
    for things, perform in IMPORTS.items():
        imported = perform(engine, folder / f"{things}.csv", options)
        console.print(f"{imported.new:,} {things} imported from {folder / things}.csv")
    for days_ago in LOOKS_BACK:
        outcome = classifying.classify(engine, settings, now=clock.now(), as_of=today - timedelta(days=days_ago))
    console.print(f"{outcome.customers:,} customers classified, {len(LOOKS_BACK)} times in the last half year")
    return engine


def _converse(engine: Engine, settings: Settings) -> None:
    """Answer questions until there are no more."""
    console.print(
        "\nAsk on: [bold]/customer why Blue Heron Bistro[/], [bold]/dormant attendance[/], "
        "[bold]/regulars help[/]; an empty line ends."
    )
    while line := _next_line():
        _ask(line, engine, settings, echo=False)


def _next_line() -> str:
    """Return what is typed next; nothing at the end of the input."""
    if sys.stdin.isatty():
        console.print(f"\n[bold]{PROMPT}[/]", end="")
    return sys.stdin.readline().strip()


def _ask(question: str, engine: Engine, settings: Settings, *, echo: bool = True) -> None:
    """Show a question and its answer."""
    if echo:
        console.print(f"\n[bold]{PROMPT}[/]{question}")
    reply, _ = answer(question, engine=engine, settings=settings)
    terminal.show(reply, console)
