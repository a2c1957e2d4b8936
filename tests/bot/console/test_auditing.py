"""`regulars audit`, as somebody at a terminal sees it: what it finds, its exit status, and files that verify."""

import csv
import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from bot.console import auditing
from storage import audit

NOW = datetime(2025, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def house(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    """A house with three rows on its record, whose database the settings name."""
    with Session(sqlite_engine) as session, session.begin():
        for name in ("ACME", "=1+1", "牛\n店 \N{PINEAPPLE}"):
            audit.add(session, action="team.made", subject="team:1", before={}, after={"name": name}, by=1, now=NOW)
    sqlite_engine.dispose()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", str(sqlite_engine.url))
    return sqlite_engine


def regulars(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(auditing.app, words, env={"COLUMNS": "160"})


def head(told: Result) -> str:
    """Return the hash that was printed last."""
    return told.output.split()[-1]


@pytest.mark.usefixtures("house")
def test_a_sound_record_verifies_here_and_as_a_file_anywhere() -> None:
    found = regulars("verify")
    assert found.exit_code == 0
    assert "3 rows, all as they were written" in found.output
    assert regulars("verify", "--known", head(found)).exit_code == 0

    written = regulars("export", "record.jsonl")
    assert (written.exit_code, head(written)) == (0, head(found))
    lines = Path("record.jsonl").read_bytes().removesuffix(b"\n").split(b"\n")
    assert hashlib.sha256(lines[-1]).hexdigest() == head(found)
    assert regulars("verify", "--file", "record.jsonl", "--known", head(found)).exit_code == 0


@pytest.mark.usefixtures("house")
def test_a_spreadsheet_has_every_column_and_no_formula() -> None:
    assert regulars("export", "record.CSV").exit_code == 0
    with Path("record.CSV").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[1]["after"] == '{"name":"=1+1"}'
    assert rows[2]["hash"] == head(regulars("verify"))


def test_what_is_wrong_is_said_and_ends_with_status_1(house: Engine) -> None:
    known = head(regulars("verify"))
    regulars("export", "record.jsonl")
    altered = Path("record.jsonl").read_text(encoding="utf-8").replace("ACME", "ACMA")
    Path("altered.jsonl").write_text(altered, encoding="utf-8")
    in_file = regulars("verify", "--file", "altered.jsonl")
    assert (in_file.exit_code, "Row 2 does not follow the one before" in in_file.output) == (1, True)
    cut = "\n".join(Path("record.jsonl").read_text(encoding="utf-8").split("\n")[:2])
    Path("cut.jsonl").write_text(cut, encoding="utf-8")
    assert regulars("verify", "--file", "cut.jsonl").exit_code == 0
    assert "No row has the hash given" in regulars("verify", "--file", "cut.jsonl", "--known", known).output

    with house.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET person_id = 2 WHERE id = 3"))
    house.dispose()
    in_database = regulars("verify")
    assert in_database.exit_code == 1
    assert "Row 3 is not as it was written" in in_database.output
    assert "Rows that hold, from the first one on: 2." in in_database.output


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(
    "words",
    [
        ("export", "record.txt"),
        ("export", "nowhere/record.csv"),
        ("verify", "--file", "none.jsonl"),
        ("verify", "--known", "2583a8e08f4d"),
    ],
)
def test_what_cannot_be_read_or_written_is_said_with_status_2(words: tuple[str, ...]) -> None:
    assert regulars(*words).exit_code == 2


@pytest.mark.usefixtures("house")
def test_a_file_that_is_no_record_is_refused() -> None:
    for content in ("[]\n", "id,at\n", '{"id": 1}\n'):
        Path("other.jsonl").write_text(content, encoding="utf-8")
        assert regulars("verify", "--file", "other.jsonl").exit_code == 2


@pytest.mark.usefixtures("house")
def test_what_other_programs_do_to_a_file_is_no_tampering_and_a_line_cut_short_is() -> None:
    known = head(regulars("export", "record.jsonl"))
    text = Path("record.jsonl").read_text(encoding="utf-8")
    Path("windows.jsonl").write_text(text, encoding="utf-8-sig", newline="\r\n")
    assert regulars("verify", "--file", "windows.jsonl", "--known", known.upper()).exit_code == 0

    Path("cut.jsonl").write_text(text[:-20], encoding="utf-8")
    found = regulars("verify", "--file", "cut.jsonl")
    assert (found.exit_code, "Row 3 is not as it was written" in found.output) == (1, True)


def test_where_there_is_no_record_nothing_is_said_to_be_well_and_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///typed-wrong/regulars.db")
    for words in (("verify",), ("export", "record.csv")):
        told = regulars(*words)
        assert (told.exit_code, "there is no record at sqlite:///typed-wrong" in told.output) == (2, True)
    assert list(tmp_path.iterdir()) == []
