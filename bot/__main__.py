"""The command line, `regulars`: everything meets here."""

import sys
from collections.abc import Sequence
from importlib import import_module

import typer
from sqlalchemy.exc import DatabaseError, OperationalError

from bot import clock
from bot.settings import InvalidSettings, clock_file

HELP = "Knows a sales team's customers: who the regulars are, who is slipping away, who is growing into one."
START, DATA, SERVE = "Start here", "Data", "Run the bot"

COMMANDS = {
    "demo": (START, "showing", "demo"),
    "simulate": (START, "simulating", "app"),
    "ask": (START, "asking", "ask"),
    "doctor": (START, "serving", "doctor"),
    "manifest": (START, "serving", "manifest"),
    "import": (DATA, "importing", "app"),
    "classify": (DATA, "classifying", "classify"),
    "cutpoints": (DATA, "classifying", "cutpoints"),
    "export": (DATA, "classifying", "export"),
    "run": (SERVE, "serving", "run"),
    "web": (SERVE, "serving", "web"),
    "worker": (SERVE, "serving", "worker"),
    "clock": (SERVE, "serving", "clock"),
    "release": (SERVE, "serving", "release"),
}
"""Each command with its panel in the help, its module in `bot.console`, and what it is called there."""

UNUSABLE = {DatabaseError, OperationalError}
"""What a database raises that does not answer, or is none; its other errors are mistakes of ours."""


def command_line(words: Sequence[str]) -> typer.Typer:
    """Return the command line that understands `words`: one command, as loading all of them takes a second, or all."""
    line = typer.Typer(help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    line.callback()(lambda: None)  # with it, a single command keeps its name
    for name in [word for word in words[:1] if word in COMMANDS] or COMMANDS:
        panel, module, function = COMMANDS[name]
        command = getattr(import_module(f"bot.console.{module}"), function)
        if isinstance(command, typer.Typer):
            line.add_typer(command, name=name, rich_help_panel=panel)
        else:
            line.command(name, rich_help_panel=panel)(command)
    return line


def main() -> None:
    """Run the command line; settings or a database that cannot be used end it with a sentence."""
    clock.follow(clock_file())
    try:
        command_line(sys.argv[1:])()
    except InvalidSettings as mistakes:
        sys.exit(str(mistakes))
    except DatabaseError as failure:
        if type(failure) not in UNUSABLE:
            raise
        reason = str(failure.orig).partition("\n")[0]
        sys.exit(f"The database at DATABASE_URL cannot be used: {reason}")


if __name__ == "__main__":
    main()
