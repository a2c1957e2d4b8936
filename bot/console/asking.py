"""`regulars ask`: the bot's answers in a terminal.

The exit status says whether there was an answer: 0 for one, 1 if the question was not understood or cannot be answered,
2 for a command that does not exist.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import answering
from bot.answering import Outcome
from bot.commands import COMMANDS
from bot.errors import BotError
from bot.question import Asker, File, Place, Reply
from bot.settings import Settings
from bot.telling import terminal
from storage import database, people
from storage.tables import Customer


class NobodyImported(BotError):
    """There is no customer yet."""

    def __init__(self) -> None:
        super().__init__("There is nothing to ask about yet: start with `regulars import customers FILE`.")


class UnknownAsker(BotError):
    """`--as` names nobody, or several people."""

    def __init__(self, name: str) -> None:
        super().__init__("“{name}” is not exactly one person of the sales team.", name=name)


def ask(
    line: Annotated[str, typer.Argument(metavar="QUESTION", help='As typed in Slack, such as "/customer tier Acme".')],
    as_: Annotated[str, typer.Option("--as", help="Who asks: a name, an e-mail address or a Slack id.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print text and blocks as Slack gets them.")] = False,
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Ask as if it were this day.")] = None,
    save: Annotated[Path | None, typer.Option(file_okay=False, help="Keep a file that comes along in here.")] = None,
) -> None:
    """Ask the bot a question here instead of in Slack."""
    settings = Settings.read()
    with database.opened(settings.database_url) as engine:
        day = today.date() if today else None
        reply, outcome = answer(line, engine=engine, settings=settings, as_=as_, today=day)
    if as_json:
        typer.echo(json.dumps({"text": reply.text, "blocks": reply.blocks}, ensure_ascii=False))
    else:
        terminal.show(reply, Console(highlight=False))
    if reply.file and save:
        save.mkdir(parents=True, exist_ok=True)
        (save / reply.file.name).write_bytes(reply.file.content)
    elif reply.file:
        typer.echo("Add --save FOLDER to keep the file.", err=True)
    raise typer.Exit(outcome)


def answer(
    line: str,
    *,
    engine: Engine,
    settings: Settings,
    as_: str = "",
    today: date | None = None,
    attached: Callable[[], File] | None = None,
) -> tuple[Reply, Outcome]:
    """Return the reply to a line as typed by whoever `as_` names, perhaps with a file, and what came of it."""
    sessions = database.sessions(engine)
    question = answering.asked(line, Asker(), place=Place.TERMINAL, settings=settings, sessions=sessions, today=today)
    try:
        with sessions() as session:
            asker = _asker(session, as_)
    except BotError as error:
        return answering.refused(question, error), Outcome.REFUSED
    question = answering.asked(line, asker, place=Place.TERMINAL, settings=settings, sessions=sessions, today=today)
    return answering.answer(replace(question, attached=attached), COMMANDS, prefix=settings.command_prefix)


def _asker(session: Session, name: str) -> Asker:
    """Return who asks: a person by any of their names, or nobody in particular."""
    if session.scalar(select(Customer.id).limit(1)) is None:
        raise NobodyImported
    if not name:
        return Asker()
    known = people.by_slack_id(session, name)
    found = [known] if known else people.find(session, name)
    if len(found) != 1:
        raise UnknownAsker(name)
    return answering.asker(found[0])
