"""The command line, `playground`: a Slack on this machine to try bots in."""

import asyncio
import errno
import sys
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from playground import playing
from playground.founding import Plan
from playground.manifest import Manifest, UnreadableManifest
from playground.playing import PORT, Game
from playground.running import CannotStart, Ended

MANIFESTS = ("manifest.json", "manifest.yaml", "manifest.yml")
"""Where published apps keep their manifest."""

app = typer.Typer(
    help="A Slack on this machine, to try bots in.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Port = Annotated[int, typer.Option(help="Where the playground listens; 0 takes any port that is free.")]
Url = Annotated[
    str | None,
    typer.Option(help="Where the bot takes Slack's requests, such as http://localhost:5000/slack/events."),
]
ManifestFile = Annotated[
    Path | None,
    typer.Option(
        "--manifest",
        help="The app manifest, in JSON or YAML; by default the one in this folder, if there is one. "
        "Without a manifest every command is sent, every event delivered and every scope granted.",
    ),
]
People = Annotated[Path | None, typer.Option(help="A JSON file of people, channels and groups to begin with.")]
Page = Annotated[bool, typer.Option(help="Show the page.")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser, where there is one.")]


@app.command(context_settings={"allow_interspersed_args": False})
def run(
    command: Annotated[list[str], typer.Argument(help="What starts the bot: -- python app.py")],
    port: Port = PORT,
    url: Url = None,
    manifest: ManifestFile = None,
    people: People = None,
    redirect: Annotated[
        bool, typer.Option(help="Stand in for https://slack.com; or leave it to SLACK_API_URL.")
    ] = True,
    page: Page = True,
    open_: Open = True,
) -> None:
    """Start a bot, and a Slack around it."""
    game = _game(port=port, url=url, manifest=manifest, people=people, redirect=redirect, page=page)
    game = replace(game, opens=open_)
    _play(game, playing.run(game, command, say=_say, hear=_hear))


@app.command()
def serve(
    port: Port = PORT,
    url: Url = None,
    manifest: ManifestFile = None,
    people: People = None,
    page: Page = True,
) -> None:
    """Start a Slack for a bot that is started elsewhere."""
    game = _game(port=port, url=url, manifest=manifest, people=people, page=page)
    _play(game, playing.serve(game, say=_say))


def main() -> None:
    """Run the command line."""
    app()


def _game(
    *, port: int, url: str | None, manifest: Path | None, people: Path | None, page: bool, redirect: bool = True
) -> Game:
    """Return what the options ask for; a file that cannot be used ends everything with a sentence."""
    try:
        plan = Plan.read(people) if people else Plan()
        return Game(_manifest(manifest), plan, port=port, url=url, redirect=redirect, has_page=page)
    except (UnreadableManifest, ValueError, OSError) as failure:
        sys.exit(str(failure))


def _manifest(file: Path | None) -> Manifest:
    """Return the manifest in a file, or the one that lies here, or that of any app."""
    if file:
        return Manifest.read(file)
    for here in filter(Path.is_file, map(Path, MANIFESTS)):
        try:
            manifest = Manifest.read(here)
        except UnreadableManifest as failure:
            _say(f"{failure}; going on without")
        else:
            _say(f"The app is what {here} says")
            return manifest
    return Manifest.open_()


def _play(game: Game, play: Coroutine[object, object, None]) -> None:
    """Play until Ctrl-C; what ends it otherwise is told in a sentence."""
    try:
        asyncio.run(play)
    except (KeyboardInterrupt, asyncio.CancelledError):
        pass
    except (CannotStart, Ended) as end:
        sys.exit(str(end))
    except OSError as failure:
        if failure.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {game.port} is taken; --port chooses another")


def _say(sentence: str) -> None:
    """Say something beside what the bot prints."""
    typer.echo(sentence, err=True)


def _hear(printed: bytes) -> None:
    """Pass on what the bot prints."""
    sys.stdout.buffer.write(printed)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
