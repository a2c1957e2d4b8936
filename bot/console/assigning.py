"""`regulars assign`: accounts handed over by a list, proposed here as in Slack; `regulars ask` confirms it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.console import asking
from bot.lines.words import quoted
from bot.question import File
from bot.settings import Settings
from bot.telling import terminal
from storage import database


def assign(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="CSV or Excel: a column for the customer, and if you like one for the new owner."
        ),
    ],
    as_: Annotated[str, typer.Option("--as", help="Who asks: a name, an e-mail address or a Slack id.")],
    to: Annotated[list[str] | None, typer.Option(help="Who gets those of which the list does not say it.")] = None,
    by: Annotated[str, typer.Option(help="How they are split among several: value, count, region, territory.")] = "",
    from_: Annotated[str, typer.Option("--from", help="From when on: monday, 2026-12-01.")] = "",
    because: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Propose to hand over the accounts of a list; nothing changes before it is confirmed."""
    parts = (
        (to, f"to {', '.join(quoted(name) for name in to or ())}"),
        (by, f"by {by}"),
        (from_, f"from {from_}"),
        (because, f"because {quoted(because)}"),
    )
    line = " ".join(["/assign file", *(said for chosen, said in parts if chosen)])
    attached = File(file.name, file.name, _content(file))
    settings = Settings.read()
    with database.opened(settings.database_url) as engine:
        reply, outcome = asking.answer(line, engine=engine, settings=settings, as_=as_, attached=lambda: attached)
    terminal.show(reply, Console(highlight=False))
    raise typer.Exit(outcome)


def _content(file: Path) -> bytes:
    """Return what is in a file."""
    try:
        return file.read_bytes()
    except OSError as problem:
        raise typer.BadParameter(f"{file} cannot be read: {problem.strerror}") from None
