"""The command line, `regulars`: everything meets here."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import NamedTuple

import typer

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Before NumPy is loaded: its threads wait for one another over tables of four rows, and starve on busy processors."""

HELP = "Knows a sales team's customers: who the regulars are, who is slipping away, who is growing into one."
START, DATA, SERVE = "Start here", "Data", "Run the bot"


class Command(NamedTuple):
    """A command in the help: its panel, where in `bot.console` it is, and what it does, in its own words."""

    panel: str
    place: str
    does: str


COMMANDS = {
    "demo": Command(
        START,
        "showing.demo",
        "Show what Regulars does: make up a business, import it, classify it, and answer questions.",
    ),
    "simulate": Command(START, "simulating.app", "Make things happen in the demo business."),
    "ask": Command(START, "asking.ask", "Ask the bot a question here instead of in Slack."),
    "doctor": Command(START, "examining.doctor", "Check the installation, and say what to do about what is wrong."),
    "manifest": Command(START, "installing.manifest", "Print the app manifest to give to Slack."),
    "import": Command(DATA, "importing.app", "Import customers, visits or people from CSV, Excel or Parquet."),
    "assign": Command(
        DATA,
        "assigning.assign",
        "Propose to hand over the accounts of a list; nothing changes before it is confirmed.",
    ),
    "classify": Command(
        DATA, "classifying.classify", "Give every customer figures and labels, keep what changed, and say who moved."
    ),
    "cutpoints": Command(DATA, "classifying.cutpoints", "Print the lines in force, those of the last classification."),
    "backtest": Command(
        DATA,
        "backtesting.backtest",
        "Say what a rule would have said over the past year, and how often it would have been right.",
    ),
    "export": Command(DATA, "classifying.export", "Hand the results on to other programs."),
    "audit": Command(
        DATA,
        "auditing.app",
        "Find out whether anybody has altered the record of what people did, or write it to a file.",
    ),
    "run": Command(SERVE, "serving.run", "Do everything in one process: tables, answers, messages, and the jobs."),
    "web": Command(SERVE, "serving.web", "Answer Slack over HTTP, and take in what other systems send."),
    "worker": Command(
        SERVE,
        "serving.worker",
        "Announce alerts and deliver messages, and catch up on jobs that nobody has run an hour after their time.",
    ),
    "clock": Command(SERVE, "serving.clock", "Run the jobs at their times."),
    "release": Command(SERVE, "installing.release", "Bring the database's tables up to date."),
}
"""Every command; the help is printed from here, since loading all of them takes two seconds."""


def command_line(words: Sequence[str]) -> typer.Typer:
    """Return the command line that understands `words`: the command they name, or a list of all, none of it loaded."""
    line = typer.Typer(help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    line.callback()(lambda: None)  # with it, a single command keeps its name
    named = _named(words)
    for name in named or COMMANDS:
        panel, place, does = COMMANDS[name]
        command = _loaded(place) if named else _listed
        if isinstance(command, typer.Typer):
            line.add_typer(command, name=name)
        else:
            line.command(name, help=None if named else does, rich_help_panel=panel)(command)
    return line


def main() -> None:
    """Run what was typed: a command, or the help."""
    words = sys.argv[1:]
    gc.disable()  # what is loaded stays: to look for garbage in it takes a sixth of the time that loading does
    line = command_line(words)
    gc.enable()
    with _surroundings() if _named(words) else nullcontext():
        line()


def _named(words: Sequence[str]) -> list[str]:
    """Return the command that the words begin with, if they do."""
    return [word for word in words[:1] if word in COMMANDS]


def _surroundings() -> AbstractContextManager[None]:
    """Return what surrounds a command; the help has no need of the settings and the database drivers that it loads."""
    from bot.console.surroundings import prepared

    return prepared()


def _loaded(place: str) -> Callable[..., None] | typer.Typer:
    """Return a command, or several under one name, from its module in `bot.console`."""
    module, _, function = place.partition(".")
    command: Callable[..., None] | typer.Typer = getattr(import_module(f"bot.console.{module}"), function)
    return command


def _listed() -> None:
    """Stand for a command in the list of all."""


if __name__ == "__main__":
    main()
