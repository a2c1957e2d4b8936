"""`regulars demo`: the product's main job on a made-up business, and then a prompt for questions."""

import re
import sys
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer
from rich.cells import cell_len
from rich.console import Console
from sqlalchemy import Engine

from bot import clock
from bot.console.asking import answer
from bot.demo import files, world
from bot.demo.world import World
from bot.jobs import classify as classifying
from bot.settings import Settings
from bot.telling import terminal
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
PICTURE_WIDTH = 96

console = Console(highlight=False)


def demo(
    folder: Annotated[Path, typer.Option(help="Where the made-up business is kept.")] = Path("var/demo"),
    wait: Annotated[bool, typer.Option(help="Wait for more questions afterwards.")] = True,
    picture: Annotated[Path | None, typer.Option(help="Draw the answers as an SVG file, too.")] = None,
) -> None:
    """Show what Regulars does: make up a business, import it, classify it, and answer questions."""
    settings = replace(Settings.read(), database_url=f"sqlite:///{folder / 'regulars.db'}")
    engine = prepare(folder, settings)
    for question in QUESTIONS:
        _ask(question, engine, settings)
    if picture:
        _draw(picture, engine, settings)
    if wait:
        _converse(engine, settings)
    engine.dispose()


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


def _draw(picture: Path, engine: Engine, settings: Settings) -> None:
    """Draw the answers to the last two questions, without fonts from elsewhere."""
    canvas = Console(highlight=False, record=True, width=PICTURE_WIDTH, file=StringIO())
    for question in QUESTIONS[-2:]:
        _ask(question, engine, settings, on=canvas)
    svg = canvas.export_svg(title="Regulars", unique_id="regulars")
    svg = re.sub(r"\s*@font-face \{[^}]*\}", "", svg)
    picture.write_text(re.sub(r'textLength="([\d.]+)"([^>]*)>([^<]+)', _widened, svg), encoding="utf-8")


def _widened(text: re.Match[str]) -> str:
    """Give Chinese the two columns a character that it takes; rich counts characters."""
    shown = unescape(text[3])
    return f'textLength="{float(text[1]) / len(shown) * cell_len(shown):.1f}"{text[2]}>{text[3]}'


def _ask(question: str, engine: Engine, settings: Settings, *, on: Console = console) -> None:
    """Show a question and its answer."""
    on.print(f"\n[bold]{PROMPT}[/]{question}")
    _answer(question, engine, settings, on=on)


def _answer(question: str, engine: Engine, settings: Settings, *, on: Console = console) -> None:
    """Show the answer to a question."""
    reply, _ = answer(question, engine=engine, settings=settings)
    terminal.show(reply, on)
