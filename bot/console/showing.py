"""`regulars demo`: the product's main job on a made-up business, in a Slack in the browser or in the terminal."""

import json
import os
import sys
from dataclasses import replace
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from sqlalchemy import Engine

from bot import clock
from bot.commands import COMMANDS
from bot.console.asking import answer
from bot.demo import files, world
from bot.demo.workspace import workspace
from bot.demo.world import World
from bot.jobs import classify as classifying
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.telling import terminal
from storage import database, importing

QUESTIONS = (
    "/customer zhongcheng",
    "/customer tier zhongcheng",
    "/dormant top50",
)
IMPORTS = {"people": importing.people, "customers": importing.customers, "visits": importing.visits}
LOOKS_BACK = (180, 120, 60, 30, 14, 8, 1, 0)
"""How many days ago the business was classified: there is a history to ask about, and only what is new is told."""

PROMPT = "regulars> "
PORT = 8765

console = Console(highlight=False)


def demo(
    folder: Annotated[Path, typer.Option(help="Where the made-up business is kept.")] = Path("var/demo"),
    in_terminal: Annotated[bool, typer.Option("--terminal", help="Answer here, not in the browser.")] = False,
    wait: Annotated[bool, typer.Option(help="In the terminal: wait for more questions afterwards.")] = True,
    port: Annotated[int, typer.Option(help="Where the browser finds it; 0 takes any port that is free.")] = PORT,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser, where there is one.")] = True,
) -> None:
    """Show what Regulars does: make up a business, import it, classify it, and answer questions."""
    settings = replace(Settings.read(), database_url=f"sqlite:///{(folder / 'regulars.db').absolute()}")
    engine = prepare(folder, settings)
    if not in_terminal and find_spec("nicegui"):
        engine.dispose()
        _play(folder, settings, port, opens=open_)
    for question in QUESTIONS:
        _ask(question, engine, settings)
    if wait:
        _converse(engine, settings)
    engine.dispose()


def _play(folder: Path, settings: Settings, port: int, *, opens: bool) -> NoReturn:
    """Become the playground: a Slack in the browser, with the bot in it as it runs in production."""
    installed = manifest(replace(settings, public_url=None), COMMANDS)
    described = {"manifest.json": installed, "workspace.json": workspace(folder)}
    for name, content in described.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    options = [
        "--manifest",
        f"{folder}/manifest.json",
        "--people",
        f"{folder}/workspace.json",
        "--port",
        str(port),
        "--no-redirect",
    ]
    options += [] if opens else ["--no-open"]
    words = [sys.executable, "-m", "playground", "run", *options, "--", sys.executable, "-m", "bot", "run"]
    os.execve(sys.executable, words, {**os.environ, "DATABASE_URL": settings.database_url})  # noqa: S606


def prepare(folder: Path, settings: Settings) -> Engine:
    """Make up the business as of today, in `folder`, and bring it into a new database."""
    today = clock.today(settings.time_zone)
    files.write(folder, today=today)
    world.write(folder, World(fed_to=today))
    for old in folder.glob("regulars.db*"):
        old.unlink()
    engine = database.connect(settings.database_url)
    database.upgrade(engine)
    options = importing.Options(today=today, now=clock.now, time_zone=settings.time_zone)
    for things, perform in IMPORTS.items():
        imported = perform(engine, folder / f"{things}.csv", options)
        console.print(f"{imported.new:,} {things} imported from {folder / things}.csv")
    for days_ago in LOOKS_BACK:
        outcome = classifying.classify(engine, settings, now=clock.now, as_of=today - timedelta(days=days_ago))
    console.print(f"{outcome.customers:,} customers classified, {len(LOOKS_BACK)} times in the last half year")
    return engine


def _converse(engine: Engine, settings: Settings) -> None:
    """Answer questions until there are no more."""
    console.print(
        "\nAsk on: [bold]/customer why Blue Heron Bistro[/], [bold]/dormant attendance[/], "
        "[bold]/regulars help[/]; an empty line ends."
    )
    while line := _next_line():
        _answer(line, engine, settings)


def _next_line() -> str:
    """Return what is typed next; nothing at the end of the input."""
    try:
        return input(f"\n{PROMPT}" if sys.stdin.isatty() else "").strip()
    except EOFError:
        return ""


def _ask(question: str, engine: Engine, settings: Settings) -> None:
    """Show a question and its answer."""
    console.print(f"\n[bold]{PROMPT}[/]{question}")
    _answer(question, engine, settings)


def _answer(question: str, engine: Engine, settings: Settings) -> None:
    """Show the answer to a question."""
    reply, _ = answer(question, engine=engine, settings=settings)
    terminal.show(reply, console)
