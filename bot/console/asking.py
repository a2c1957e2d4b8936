"""`regulars ask`: the bot's answers in a terminal.

The exit status says whether there was an answer: 0 for one, 1 if the question was not understood or cannot be answered,
2 for a command that does not exist.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import clock
from bot.asking.words import understood
from bot.commands import COMMANDS
from bot.errors import BotError
from bot.question import Asker, Question, Reply
from bot.settings import Settings
from bot.slack.answering import usage
from bot.slack.messages import escaped
from bot.telling import terminal
from storage import database, people

ANSWERED, NOT_ANSWERED, NO_SUCH_COMMAND = range(3)


class NobodyImported(BotError):
    """The database has no tables yet."""

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
    engine = database.connect(settings.database_url)
    try:
        reply, status = answer(line, engine=engine, settings=settings, as_=as_, today=today)
    finally:
        engine.dispose()
    if as_json:
        typer.echo(json.dumps({"text": reply.text, "blocks": reply.blocks}, ensure_ascii=False))
    else:
        terminal.show(reply, Console(highlight=False))
    if reply.file and save:
        save.mkdir(parents=True, exist_ok=True)
        (save / reply.file.name).write_bytes(reply.file.content)
    elif reply.file:
        typer.echo("Add --save FOLDER to keep the file.", err=True)
    raise typer.Exit(status)


def answer(
    line: str, *, engine: Engine, settings: Settings, as_: str = "", today: datetime | None = None
) -> tuple[Reply, int]:
    """Return the reply to a line as typed, and the exit status."""
    command, words = understood(line, commands=COMMANDS, prefix=settings.command_prefix)
    if command is None:
        prefix, language = settings.command_prefix, settings.language
        return usage(line, commands=COMMANDS, prefix=prefix, language=language), NO_SUCH_COMMAND
    language = settings.language
    try:
        question = _question(words, engine=engine, settings=settings, as_=as_, today=today)
        language = question.language
        return COMMANDS[command](question), ANSWERED
    except BotError as error:
        return Reply(escaped(error.told(language))), NOT_ANSWERED


def _question(words: str, *, engine: Engine, settings: Settings, as_: str, today: datetime | None) -> Question:
    """Return the question as the command gets it."""
    if database.pending(engine):
        raise NobodyImported
    sessions = database.sessions(engine)
    with sessions() as session:
        asker, language = _asker(session, as_) if as_ else (Asker(), None)
    return Question(
        words=words,
        asker=asker,
        today=today.date() if today else clock.today(settings.time_zone),
        now=clock.now(),
        language=settings.spoken(language),
        sessions=sessions,
        time_zone=settings.time_zone,
        policy=settings.policy,
    )


def _asker(session: Session, name: str) -> tuple[Asker, str | None]:
    """Return who asks, and the language they speak."""
    known = people.by_slack_id(session, name)
    found = [known] if known else people.find(session, name)
    if len(found) != 1:
        raise UnknownAsker(name)
    person = found[0]
    return Asker(person.id, person.name, person.slack_id, person.role), person.language
