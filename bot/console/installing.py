"""The commands that set an installation up: its tables, and what Slack has to know."""

import json

import typer

from bot.commands import COMMANDS
from bot.settings import Settings
from bot.slack import manifest as description
from storage import database


def release() -> None:
    """Bring the database's tables up to date."""
    database.upgrade(database.connect(Settings.read().database_url))
    typer.echo("The tables are up to date.")


def manifest() -> None:
    """Print the app manifest to give to Slack."""
    typer.echo(json.dumps(description.manifest(Settings.read(), COMMANDS), indent=2, ensure_ascii=False))
