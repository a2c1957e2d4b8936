"""The commands that keep the bot running, and those that look after it."""

import json
import logging
import signal
from contextlib import suppress
from threading import Event
from typing import NoReturn
from wsgiref.types import WSGIApplication

import typer
from slack_bolt import App
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot import doctor as examination
from bot.commands import COMMANDS
from bot.schedule import Timetable, jobs
from bot.settings import Settings
from bot.slack import app, socket
from bot.slack import manifest as description
from bot.slack import web as http
from storage import database
from storage.names import loading


def release() -> None:
    """Bring the database's tables up to date."""
    database.upgrade(database.connect(Settings.read().database_url))
    typer.echo("The tables are up to date.")


def web() -> None:
    """Answer Slack over HTTP."""
    _speak()
    settings = Settings.read()
    if not settings.slack_signing_secret:
        _refuse("Set SLACK_SIGNING_SECRET: without it nobody can tell Slack's requests from others.")
    http.serve(lambda: _application(settings), port=settings.port)


def worker() -> None:
    """Catch up on jobs that nobody has run an hour after their time."""
    _speak()
    timetable, stop = _timetable(Settings.read()), _stopping()
    timetable.start_catching_up()
    stop.wait()
    timetable.stop()


def clock() -> None:
    """Run the jobs at their times."""
    _speak()
    timetable, stop = _timetable(Settings.read()), _stopping()
    timetable.start()
    stop.wait()
    timetable.stop()


def run() -> None:
    """Do everything in one process: tables, answers (Socket Mode, or HTTP without an app-level token), and the jobs."""
    _speak()
    settings = Settings.read()
    if not settings.slack_bot_token or not (settings.slack_app_token or settings.slack_signing_secret):
        _refuse("Slack is not connected yet: `regulars doctor` says what is missing. `regulars ask` works without.")
    database.upgrade(database.connect(settings.database_url))
    if settings.slack_app_token:
        _run_in_socket_mode(settings, settings.slack_app_token)
    else:
        timetable = _timetable(settings)
        http.serve(lambda: _application_beside(timetable, settings), port=settings.port, leave=timetable.stop)


def manifest() -> None:
    """Print the app manifest to give to Slack."""
    typer.echo(json.dumps(description.manifest(Settings.read(), COMMANDS), indent=2, ensure_ascii=False))


def doctor() -> None:
    """Check the installation, and say what to do about what is wrong."""
    failed = False
    for finding in examination.examine():
        failed |= finding.level is examination.Level.FAIL
        remedy = f"\n      {finding.remedy}" if finding.remedy else ""
        typer.echo(f"{finding.level:<5} {finding.subject}: {finding.found}{remedy}")
    if failed:
        raise typer.Exit(1)


def _application(settings: Settings) -> WSGIApplication:
    """Return the application for HTTP."""
    engine = database.connect(settings.database_url)
    return http.application(
        _bot(settings, engine),
        signing_secret=settings.slack_signing_secret or "",
        healthy=lambda: http.reachable(engine),
    )


def _application_beside(timetable: Timetable, settings: Settings) -> WSGIApplication:
    """Start the jobs, and return the application for HTTP."""
    timetable.start()
    return _application(settings)


def _run_in_socket_mode(settings: Settings, app_token: str) -> None:
    """Answer in Socket Mode and run the jobs, until told to stop."""
    stop, timetable = _stopping(), _timetable(settings)
    timetable.start()
    try:
        socket.listen(_bot(settings, database.connect(settings.database_url)), app_token=app_token, stop=stop)
    except SlackApiError as refusal:
        _refuse(f"Slack refuses the app-level token ({refusal.response['error']}): see `regulars doctor`.")
    finally:
        timetable.stop()


def _bot(settings: Settings, engine: Engine) -> App:
    """Return the bot with all its commands, while the names of its customers are read."""
    sessions = database.sessions(engine)
    with sessions() as session, suppress(SQLAlchemyError):
        loading.current(session, patience=0)
    return app.build(commands=COMMANDS, sessions=sessions, settings=settings)


def _timetable(settings: Settings) -> Timetable:
    """Return the jobs of this installation."""
    return Timetable(jobs(database.sessions(database.connect(settings.database_url)), settings))


def _stopping() -> Event:
    """Return an event that is set when the process is told to stop."""
    stop = Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    return stop


def _speak() -> None:
    """Write what happens to the standard error."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _refuse(sentence: str) -> NoReturn:
    """End with a sentence that says why."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
