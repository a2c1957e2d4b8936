"""The command line: what it offers, and the sentence it ends with when it cannot begin."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from sqlalchemy import Engine
from typer.core import TyperGroup as Group
from typer.testing import CliRunner

from bot.__main__ import COMMANDS, command_line, main
from storage import bulk


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("TIME_ZONE", "Mars", "TIME_ZONE must be a time zone"),
        ("DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/none", "cannot be used: connection failed"),
        ("DATABASE_URL", "secret", "DATABASE_URL must be an address"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL must be an address"),
        ("DATABASE_URL", "mysql://me:secret@127.0.0.1/x", "DATABASE_URL must be an address"),
    ],
)
def test_what_cannot_be_used_is_told_without_a_password(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(variable, value)
    monkeypatch.setattr("sys.argv", ["regulars", "cutpoints"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert sentence in str(ended.value)
    assert "secret" not in str(ended.value)


@pytest.mark.parametrize("words", ["ask /dormant", "classify", "cutpoints", "export profiles x.csv"])
def test_a_file_that_is_no_database_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    (tmp_path / "letter.db").write_text("Dear customer, " * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'letter.db'}")
    monkeypatch.setattr("sys.argv", ["regulars", *words.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == "The database at DATABASE_URL cannot be used: file is not a database"


def test_a_database_that_takes_nothing_is_told_in_a_sentence(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "SQLITE_SETTINGS", ("PRAGMA query_only=ON",))
    monkeypatch.setenv("DATABASE_URL", sqlite_engine.url.render_as_string(hide_password=False))
    monkeypatch.setattr("sys.argv", ["regulars", "classify"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == "The database at DATABASE_URL cannot be used: attempt to write a readonly database"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_alone(name: str) -> None:
    result = CliRunner().invoke(command_line([name]), [name, "--help"])
    assert result.exit_code == 0
    assert f"{name} [OPTIONS]" in result.output


def test_help_names_every_command() -> None:
    told = CliRunner().invoke(command_line([]), ["--help"]).output
    assert [name for name in COMMANDS if f" {name} " not in told] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_it_says_of_itself(name: str) -> None:
    listed, itself = (typer.main.get_command(command_line(words)) for words in ([], [name]))
    assert isinstance(listed, Group)
    assert isinstance(itself, Group)
    assert listed.commands[name].help == (itself.commands[name].help or "").partition("\n")[0]


def test_help_is_printed_without_loading_what_commands_need() -> None:
    loaded = "import sys, bot.__main__ as m; m.command_line(['--help']); print('pandas' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"


def test_asking_in_a_terminal_does_not_load_what_serving_needs() -> None:
    loaded = "import sys, bot.__main__ as m; m.command_line(['ask']); print('slack_bolt' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"
