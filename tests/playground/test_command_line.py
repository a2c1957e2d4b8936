"""`playground run`, as it is typed."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from playground.__main__ import app
from tests.playground.bots.starting import script

QUICK = ("run", "--port", "0", "--no-page")


def typed(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, words)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=str)
def test_a_bot_is_played_with_until_ctrl_c(sign: signal.Signals) -> None:
    command = [sys.executable, "-m", "playground", *QUICK, "--", *script("greeting.py", "socket")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert process.stdout
        said = [process.stderr.readline(), process.stderr.readline()]
        printed = process.stdout.readline()
        process.send_signal(sign)
        _, rest = process.communicate()

    assert said[0].startswith("Slack is at http://127.0.0.1:")
    assert said[1] == "The bot is connected.\n"
    assert "Bolt app is running" in printed
    assert (process.returncode, rest) == (0, "")


def test_a_bot_does_not_outlive_a_playground_that_is_killed(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    bot = ["sh", "-c", f"exec 3>{alive}; echo begun; sleep 60; echo still here >&3"]
    command = [sys.executable, "-m", "playground", *QUICK, "--", *bot]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process, alive.open() as held:
        assert process.stdout
        assert process.stdout.readline() == b"begun\n"
        process.kill()
        assert held.read() == ""


@pytest.mark.usefixtures("folder")
def test_what_follows_the_command_is_the_commands_with_or_without_dashes() -> None:
    for dashes in ([], ["--"]):
        result = typed(*QUICK, *dashes, "sh", "-c", "echo --port; exit 3")

        assert "--port\n" in result.output
        assert "The bot has ended (exit code 3). Its last words:\n    --port" in result.output
        assert result.exit_code == 1


def test_the_manifest_that_lies_here_is_taken(folder: Path) -> None:
    manifest = {"display_information": {"name": "Greeter"}, "settings": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))

    assert "The app is what manifest.json says\n" in typed(*QUICK, "true").output


def test_a_manifest_of_something_else_that_lies_here_is_passed_over(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"name": "A web page", "icons": []}')

    output = typed(*QUICK, "true").output

    assert "manifest.json is not an app manifest" in output
    assert "Slack is at" in output


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--", "no-such-command"), "no-such-command cannot be started: No such file or directory"),
        (("--manifest", "nowhere.json", "true"), "nowhere.json cannot be read: [Errno 2] No such file or directory"),
        (("--people", "nowhere.json", "true"), "No such file or directory: 'nowhere.json'"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    result = typed(*QUICK, *words)

    assert sentence in result.output
    assert result.exit_code == 1


@pytest.mark.usefixtures("folder")
def test_a_port_that_is_taken_is_told_of_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        result = typed("run", "--port", port, "--no-page", "true")

    assert f"Port {port} is taken; --port chooses another" in result.output
