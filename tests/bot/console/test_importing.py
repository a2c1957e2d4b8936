"""`regulars import`, as somebody at a terminal sees it."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from bot.console import importing
from storage import bulk
from tests.storage.importing.files import CUSTOMERS, stored, visits, written

VISITS = "customer,date,amount,id\n1,2024-01-02,12.5,A\n"


@pytest.fixture(scope="module")
def imported(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file into which three customers have been imported."""
    folder = tmp_path_factory.mktemp("imported")
    customers = str(written(folder, CUSTOMERS, "customers.csv"))
    file = shutil.copy(migrated_file, folder / "regulars.db")
    assert regulars("customers", customers, DATABASE_URL=f"sqlite:///{file}").exit_code == 0
    return Path(file)


@pytest.fixture
def database(sqlite_engine: Engine, imported: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    """A database with three customers, which the settings name."""
    shutil.copy(imported, str(sqlite_engine.url.database))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_engine.url.render_as_string(hide_password=False))
    return sqlite_engine


def regulars(*words: str, **environment: str) -> Result:
    """Type an import command."""
    return CliRunner().invoke(importing.app, words, env={"COLUMNS": "160", **environment})


def test_everything_in_is_status_0(database: Engine, tmp_path: Path) -> None:
    result = regulars("visits", str(written(tmp_path, VISITS)))
    assert (result.exit_code, result.stdout) == (0, "Done: 1 new, 0 updated, 0 unchanged visits, 0 rejected rows.\n")
    assert [amount for *_, amount in visits(database)] == [125_000]


def test_some_rejected_is_status_1_and_says_where_they_are(database: Engine, tmp_path: Path) -> None:
    result = regulars("visits", str(written(tmp_path, VISITS + "Nobody,2024-01-02,1,B\n")), "--rejects", "left.csv")
    assert result.exit_code == importing.SOME_REJECTED
    assert "1 × unknown customer" in result.stdout
    assert "left.csv" in result.stdout
    assert (tmp_path / "left.csv").exists()
    assert len(visits(database)) == 1


def test_nothing_usable_is_status_2(database: Engine, tmp_path: Path) -> None:
    result = regulars("visits", str(written(tmp_path, "customer,date,amount\nNobody,2024-01-02,1\n")))
    assert result.exit_code == importing.NOTHING_IMPORTED
    assert "1 × unknown customer" in result.stdout
    assert visits(database) == []


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "date,date\n1,2\n"])
def test_a_file_that_cannot_be_imported_is_status_2_and_one_sentence(
    database: Engine, tmp_path: Path, content: str
) -> None:
    result = regulars("visits", str(written(tmp_path, content)))
    assert (result.exit_code, result.stdout) == (importing.NOTHING_IMPORTED, "")
    assert result.stderr.count("\n") == 1
    assert visits(database) == []


def test_a_dry_run_shows_what_was_understood_and_writes_nothing(database: Engine, tmp_path: Path) -> None:
    content = "customer;date;amount;note\nAcme Ltd;31.01.2024;1.234,50 €;x\nAcme Ltd;31.01.2024;100,00 €;\n"
    result = regulars("visits", str(written(tmp_path, content)), "--dry-run")
    assert result.exit_code == 0
    for words in (
        "CSV in utf-8",
        "semicolons",
        "Not used: note",
        "day/month/year",
        "1234.5",
        "2024-01-31",
        " 100 ",
        "2 new",
    ):
        assert words in result.stdout
    assert visits(database) == []


def test_columns_can_be_mapped(database: Engine, tmp_path: Path) -> None:
    content = "Kunde;Datum;Betrag\nAcme Ltd;31.01.2024;2\n"
    mapped = [word for pair in ("customer=Kunde", "date=Datum", "amount=Betrag") for word in ("--map", pair)]
    assert regulars("visits", str(written(tmp_path, content)), *mapped).exit_code == 0
    assert len(visits(database)) == 1


@pytest.mark.parametrize(
    "wrong", [("--map", "x"), ("--encoding", "klingon"), ("--delimiter", "::"), ("--decimal", "x")]
)
def test_options_that_make_no_sense_are_refused(database: Engine, tmp_path: Path, wrong: tuple[str, str]) -> None:
    assert regulars("visits", str(written(tmp_path, VISITS)), *wrong).exit_code == importing.NOTHING_IMPORTED
    assert visits(database) == []


def test_people_are_imported(database: Engine, tmp_path: Path) -> None:
    assert regulars("people", str(written(tmp_path, "id,姓名\n1,王伟\n"))).exit_code == 0
    assert stored(database, "SELECT name FROM people") == [("王伟",)]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "refused"),
        ("sqlite:///{folder}", "unable to open database file"),
        ("sqlite:///{folder}/visits.csv", "file is not a database"),
    ],
)
def test_a_database_that_cannot_be_used_is_status_2_and_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    path = written(tmp_path, VISITS, "visits.csv")
    monkeypatch.setenv("DATABASE_URL", url.format(folder=tmp_path))
    result = regulars("visits", str(path))
    assert (result.exit_code, result.stdout) == (importing.NOTHING_IMPORTED, "")
    assert result.stderr.startswith("The database at DATABASE_URL cannot be used; nothing was imported: ")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_full_database_is_status_2_and_leaves_everything_as_it_was(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = ("PRAGMA max_page_count=128", *bulk.SQLITE_SETTINGS)
    monkeypatch.setattr(bulk, "SQLITE_SETTINGS", pages)
    rows = "".join(f"{n % 3 + 1},2024-01-02,{n},R{n}\n" for n in range(20_000))
    result = regulars("visits", str(written(tmp_path, VISITS + rows)))
    assert result.exit_code == importing.NOTHING_IMPORTED
    assert result.stderr.endswith("nothing was imported: database or disk is full\n")
    assert visits(database) == []
