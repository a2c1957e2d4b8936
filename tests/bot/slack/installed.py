"""The bot in a Slack on this machine, as its own manifest installs it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from slack_bolt import App
from sqlalchemy import Engine

from bot.answering import Command
from bot.settings import Settings
from bot.slack import app, web
from bot.slack.manifest import NEEDED_SCOPES, OPTIONAL_SCOPES, manifest
from playground.testing import LocalSlack, slack
from storage import database
from tests.bot.at_work import AtWork

Way = Literal["http", "socket"]
PATIENCE_SECONDS = 20
"""Long enough for every answer, however busy the machine is, and short enough for Slack here."""

ACK_SECONDS = 30

PUBLIC_URL = "https://bot.example.com"


@contextmanager
def installed(
    engine: Engine,
    commands: Mapping[str, Command],
    *,
    over: Way = "http",
    scopes: Sequence[str] = (*NEEDED_SCOPES, *OPTIONAL_SCOPES),
    patience: float = PATIENCE_SECONDS,
    at_work: AtWork | None = None,
    chosen: Mapping[str, Any] | None = None,
    **founding: Any,
) -> Iterator[LocalSlack]:
    """Run the bot in a Slack for the length of the block.

    Args:
        over: how requests come to the bot.
        scopes: what the bot may do.
        patience: how long it works on an answer before it promises one.
        at_work: gives the bot's threads; it is quiet only when all is done in them.
        chosen: settings that are not as they come.
        founding: how the workspace begins; see `playground.testing.slack`.
    """
    founding = {"ack_seconds": ACK_SECONDS, **founding}
    with slack(manifest=described(commands, over=over, scopes=scopes), **founding) as workspace:
        bot = built(workspace, engine, commands, patience=patience, pool=at_work or app.threads, chosen=chosen)
        is_busy = at_work.is_busy if at_work else bool
        workspace.runs(served(workspace, engine, bot) if over == "http" else bot, over=over, is_busy=is_busy)
        yield workspace


def described(
    commands: Mapping[str, Command],
    *,
    over: Way = "http",
    scopes: Sequence[str] = (*NEEDED_SCOPES, *OPTIONAL_SCOPES),
) -> dict[str, Any]:
    """Return the manifest, as `regulars manifest` prints it."""
    made = manifest(Settings(public_url=PUBLIC_URL if over == "http" else None), commands)
    made["oauth_config"]["scopes"]["bot"] = list(scopes)
    return made


def built(
    workspace: LocalSlack,
    engine: Engine,
    commands: Mapping[str, Command],
    *,
    patience: float = PATIENCE_SECONDS,
    pool: app.Pool = app.threads,
    chosen: Mapping[str, Any] | None = None,
) -> App:
    """Return the bot, with what it needs to speak with this Slack."""
    settings = Settings(
        slack_bot_token=workspace.bot_token,
        slack_signing_secret=workspace.signing_secret,
        slack_api_url=workspace.api_url.rstrip("/"),
        **(chosen or {}),
    )
    sessions = database.sessions(engine)
    return app.build(commands=commands, sessions=sessions, settings=settings, patience=patience, pool=pool)


def served(workspace: LocalSlack, engine: Engine, bot: App) -> Any:
    """Return what serves the bot over HTTP."""
    return web.application(bot, signing_secret=workspace.signing_secret, healthy=lambda: web.reachable(engine))
