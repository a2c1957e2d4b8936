"""The command line: what it offers, and the sentence it ends with when it cannot begin."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import COMMANDS, command_line, main


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


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_alone(name: str) -> None:
    result = CliRunner().invoke(command_line([name]), [name, "--help"])
    assert result.exit_code == 0
    assert f"{name} [OPTIONS]" in result.output


def test_help_names_every_command() -> None:
    told = CliRunner().invoke(command_line([]), ["--help"]).output
    assert [name for name in COMMANDS if f" {name} " not in told] == []


def test_asking_in_a_terminal_does_not_load_what_serving_needs() -> None:
    loaded = "import sys, bot.__main__ as m; m.command_line(['ask']); print('slack_bolt' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"
