"""The command line, `regulars`: everything meets here."""

import sys

import typer
from sqlalchemy.exc import ArgumentError, OperationalError

from bot.console import asking, classifying, importing, serving, showing
from bot.settings import InvalidSettings

app = typer.Typer(
    help="Knows a sales team's customers: who the regulars are, who is slipping away, who is growing into one.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

START, DATA, SERVE = "Start here", "Data", "Run the bot"
app.command("demo", rich_help_panel=START)(showing.demo)
app.command("ask", rich_help_panel=START)(asking.ask)
app.command("doctor", rich_help_panel=START)(serving.doctor)
app.command("manifest", rich_help_panel=START)(serving.manifest)
app.add_typer(importing.app, name="import", rich_help_panel=DATA)
app.command("classify", rich_help_panel=DATA)(classifying.classify)
app.command("cutpoints", rich_help_panel=DATA)(classifying.cutpoints)
app.add_typer(classifying.export, name="export", rich_help_panel=DATA)
app.command("run", rich_help_panel=SERVE)(serving.run)
app.command("web", rich_help_panel=SERVE)(serving.web)
app.command("worker", rich_help_panel=SERVE)(serving.worker)
app.command("clock", rich_help_panel=SERVE)(serving.clock)
app.command("release", rich_help_panel=SERVE)(serving.release)


def main() -> None:
    """Run the command line; settings or a database that cannot be used end it with a sentence."""
    try:
        app()
    except InvalidSettings as mistakes:
        sys.exit(str(mistakes))
    except (OperationalError, ArgumentError) as failure:
        reason = str(getattr(failure, "orig", failure)).partition("\n")[0]
        sys.exit(f"The database at DATABASE_URL cannot be used: {reason}")


if __name__ == "__main__":
    main()
