"""The commands that keep the bot running."""

import atexit
import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from subprocess import PIPE, Popen
from threading import Event, Thread
from typing import Annotated, NoReturn
from wsgiref.types import WSGIApplication

import typer
from slack_bolt import App
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.api import visits
from bot.commands import COMMANDS
from bot.schedule import Timetable, jobs
from bot.settings import Settings
from bot.slack import app, socket
from bot.slack import web as http
from bot.worker import Worker, tasks
from storage import database
from storage.names import loading

WEB = (sys.executable, "-m", "bot", "web", "--beside")


Beside = Annotated[bool, typer.Option("--beside", hidden=True, help="End when the standard input does.")]


def web(beside: Beside = False) -> None:
    """Answer Slack over HTTP, and take in what other systems send."""
    _speak()
    if beside:
        _end_with_whoever_started_this()
    settings = Settings.read()
    if not (settings.slack_signing_secret or settings.api_secret):
        _refuse("Set SLACK_SIGNING_SECRET: without it nobody can tell Slack's requests from others.")
    http.serve(lambda: _application(settings), port=settings.port)


def worker() -> None:
    """Announce alerts and deliver messages, and catch up on jobs that nobody has run an hour after their time."""
    _speak()
    settings = Settings.read()
    timetable, working, stop = _timetable(settings), _worker(settings), _stopping()
    timetable.start_catching_up()
    working.start()
    stop.wait()
    timetable.stop()
    working.stop()


def clock() -> None:
    """Run the jobs at their times."""
    _speak()
    timetable, stop = _timetable(Settings.read()), _stopping()
    timetable.start()
    stop.wait()
    timetable.stop()


def run() -> None:
    """Do everything in one process: tables, answers, messages, and the jobs.

    Answers come over Socket Mode, or over HTTP where there is no app-level token.
    """
    _speak()
    settings = Settings.read()
    if not settings.slack_bot_token or not (settings.slack_app_token or settings.slack_signing_secret):
        _refuse("Slack is not connected yet: `regulars doctor` says what is missing. `regulars ask` works without.")
    database.upgrade(database.connect(settings.database_url))
    if settings.slack_app_token:
        _run_in_socket_mode(settings, settings.slack_app_token)
    else:
        beside = (_timetable(settings), _worker(settings))
        http.serve(lambda: _application_beside(beside, settings), port=settings.port, leave=lambda: _stop(beside))


def _application(settings: Settings) -> WSGIApplication:
    """Return the application for HTTP."""
    engine = database.connect(settings.database_url)
    return http.application(
        bot(settings, engine),
        signing_secret=settings.slack_signing_secret,
        healthy=lambda: http.reachable(engine),
        beside=_beside(settings, engine),
    )


def _beside(settings: Settings, engine: Engine) -> dict[str, WSGIApplication]:
    """Return what other systems reach over HTTP, by path: nothing without the secret that they sign with."""
    if not settings.api_secret:
        return {}
    return {visits.PATH: visits.application(database.sessions(engine), settings, secret=settings.api_secret)}


def _application_beside(beside: Sequence[Timetable | Worker], settings: Settings) -> WSGIApplication:
    """Start what works beside the answers, and return the application for HTTP."""
    for one in beside:
        one.start()
    return _application(settings)


def _run_in_socket_mode(settings: Settings, app_token: str) -> None:
    """Answer in Socket Mode, deliver and run the jobs, until told to stop."""
    stop, beside = _stopping(), (_timetable(settings), _worker(settings))
    for one in beside:
        one.start()
    try:
        with _receiving(settings):
            socket.listen(bot(settings, database.connect(settings.database_url)), app_token=app_token, stop=stop)
    except SlackApiError as refusal:
        _refuse(f"Slack refuses the app-level token ({refusal.response['error']}): see `regulars doctor`.")
    finally:
        _stop(beside)


@contextmanager
def _receiving(settings: Settings) -> Iterator[None]:
    """Have `regulars web` take in, for the block, what other systems send, if any may: Socket Mode listens to Slack.

    Its standard input ends with this process, even where that is killed.
    """
    receiver = Popen(WEB, stdin=PIPE) if settings.api_secret else None  # noqa: S603
    try:
        yield
    finally:
        if receiver:
            receiver.terminate()
            receiver.wait()


def _stop(beside: Sequence[Timetable | Worker]) -> None:
    """Stop what works beside the answers."""
    for one in beside:
        one.stop()


def bot(settings: Settings, engine: Engine) -> App:
    """Return the bot with all its commands, while the names of its customers are read.

    What is in memory by then stays: to look for garbage in it would hold up every answer for an eighth of a second.
    """
    sessions = database.sessions(engine)
    with sessions() as session, suppress(SQLAlchemyError):
        loading.current(session, patience=0)
    built = app.build(commands=COMMANDS, sessions=sessions, settings=settings)
    gc.freeze()
    atexit.register(gc.unfreeze)  # libraries that count what is left at the end would take it for lost
    return built


def _timetable(settings: Settings) -> Timetable:
    """Return the jobs of this installation."""
    return Timetable(jobs(database.sessions(database.connect(settings.database_url)), settings))


def _worker(settings: Settings) -> Worker:
    """Return what is done as soon as it can be."""
    return Worker(tasks(database.sessions(database.connect(settings.database_url)), settings))


def _stopping() -> Event:
    """Return an event that is set when the process is told to stop."""
    stop = Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    return stop


def _end_with_whoever_started_this() -> None:
    """Have this process told to stop when its standard input ends."""

    def listen() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=listen, name="beside", daemon=True).start()


def _speak() -> None:
    """Write what happens to the standard error."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a job that is still at it is not begun again: as meant
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _refuse(sentence: str) -> NoReturn:
    """End with a sentence that says why."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
